using Microsoft.Extensions.Logging;

namespace Triage;

/// <summary>
/// Every log line of the core, with stable event ids. Messages are located by their sequence number in the queue; a
/// customer's text and ids are never logged.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Receiving tickets by {Transport}, at most {MaxInFlight} at once")]
    public static partial void PumpStarted(ILogger logger, string transport, int maxInFlight);

    [LoggerMessage(101, LogLevel.Information, "Stopping: finishing {InFlight} tickets, for at most {DrainTimeout}")]
    public static partial void Draining(ILogger logger, int inFlight, TimeSpan drainTimeout);

    [LoggerMessage(102, LogLevel.Information, "Stopped: {Completed} completed, {DeadLettered} dead-lettered, {Abandoned} abandoned, {LocksLost} locks lost")]
    public static partial void PumpStopped(ILogger logger, long completed, long deadLettered, long abandoned, long locksLost);

    [LoggerMessage(110, LogLevel.Warning, "Message {Sequence} was dead-lettered: {Reason}. See 'triage dead-letters show {Sequence}'")]
    public static partial void DeadLettered(ILogger logger, long sequence, string reason);

    [LoggerMessage(111, LogLevel.Warning, "The lock on message {Sequence} was lost at delivery {DeliveryCount}; it is delivered again. If this recurs, tickets take longer than the lock: lower Triage:Pump:MaxInFlight")]
    public static partial void LockLost(ILogger logger, long sequence, int deliveryCount);

    [LoggerMessage(112, LogLevel.Error, "Message {Sequence} failed at delivery {DeliveryCount} and is given back: {Error} {Detail}")]
    public static partial void TicketFailed(ILogger logger, long sequence, int deliveryCount, string error, string detail);

    [LoggerMessage(113, LogLevel.Warning, "Message {Sequence} could not be given back; it comes again when its lock expires: {Cause}")]
    public static partial void AbandonFailed(ILogger logger, long sequence, string cause);

    [LoggerMessage(114, LogLevel.Warning, "The lock on message {Sequence} was not renewed: {Cause}")]
    public static partial void RenewalFailed(ILogger logger, long sequence, string cause);

    [LoggerMessage(115, LogLevel.Debug, "Another reply to the customer of message {Sequence} was committed first; deciding again")]
    public static partial void ReplyCountChanged(ILogger logger, long sequence);

    [LoggerMessage(120, LogLevel.Warning, "'{Pipeline}' failed, try {Attempt} follows in {Delay}: {Cause}")]
    public static partial void Retrying(ILogger logger, string pipeline, int attempt, TimeSpan delay, string cause);

    [LoggerMessage(121, LogLevel.Error, "Circuit '{Circuit}' opened: calls are refused for {BreakDuration}. Last cause: {Cause}")]
    public static partial void CircuitOpened(ILogger logger, string circuit, TimeSpan breakDuration, string cause);

    [LoggerMessage(122, LogLevel.Information, "Circuit '{Circuit}' closed: calls succeed again")]
    public static partial void CircuitClosed(ILogger logger, string circuit);
}
