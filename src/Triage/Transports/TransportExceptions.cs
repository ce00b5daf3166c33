namespace Triage.Transports;

/// <summary>The broker could not do what was asked. The message says what, which entity, the cause and the remedy.</summary>
public class TransportException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True where the same call may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>The lock was lost before the call; the message is delivered again.</summary>
public sealed class LockLostException(string entity, long sequence, Exception? inner = null)
    : TransportException($"The lock on message {sequence} of '{entity}' was lost; it is delivered again.", isTransient: false, inner);

/// <summary>A message is larger than the broker takes.</summary>
public sealed class MessageTooLargeException(string entity, long bytes, long limit, Exception? inner = null)
    : TransportException($"A message of {bytes:N0} bytes for '{entity}' is over the broker's limit of {limit:N0} bytes.", isTransient: false, inner)
{
    public long Bytes { get; } = bytes;

    public long Limit { get; } = limit;
}

/// <summary>Another reply to the same customer was committed since the count was read; decide again.</summary>
public sealed class ReplyCountChangedException(int countNow)
    : TransportException($"The customer's reply count is {countNow} now.", isTransient: false)
{
    public int CountNow { get; } = countNow;
}
