namespace Triage.Transports.Sqlite;

/// <summary>The column <c>message.state</c>.</summary>
internal static class MessageState
{
    public const long Ready = 0;
    public const long Locked = 1;
    public const long Scheduled = 2;
    public const long Dead = 3;
}
