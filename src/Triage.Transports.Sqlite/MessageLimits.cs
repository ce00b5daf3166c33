namespace Triage.Transports.Sqlite;

/// <summary>What is refused before anything is written.</summary>
internal static class MessageLimits
{
    public const int LargestBody = 1024 * 1024;

    private const int LongestMessageId = 128;
    private const int LongestDescription = 1024;

    public static void Demand(OutgoingMessage message, Destination to)
    {
        if (message.Body.Length > LargestBody)
            throw new MessageTooLargeException(to.Name, message.Body.Length, LargestBody);
        if (message.MessageId.Length is 0 or > LongestMessageId)
            throw new TransportException(
                $"A MessageId for '{to.Name}' has {message.MessageId.Length} UTF-16 units; it must have 1 to {LongestMessageId}.",
                isTransient: false);
    }

    public static string Bounded(string description)
    {
        if (description.Length <= LongestDescription) return description;
        var isPairCut = char.IsHighSurrogate(description[LongestDescription - 1]);
        return description[..(isPairCut ? LongestDescription - 1 : LongestDescription)];
    }
}
