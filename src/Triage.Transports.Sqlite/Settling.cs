namespace Triage.Transports.Sqlite;

/// <summary>What a receiver does with a message that it holds. Each verb looks at the lock first.</summary>
internal static class Settling
{
    public static void Renew(this Session session, Source source, ReceivedMessage message, long now)
    {
        session.DemandLock(source, message, now);
        session.Execute($"""
            UPDATE message SET due_at = {now + source.LockDuration.Milliseconds()} WHERE sequence = {message.Sequence}
            """);
    }

    /// <summary>The message goes first: on a full disk its pages make room for the outputs.</summary>
    public static void Complete(
        this Session session, Source source, ReceivedMessage message,
        IEnumerable<(Destination To, OutgoingMessage Message)> outputs, CountedReply? reply, long now)
    {
        session.DemandLock(source, message, now);
        session.Execute($"DELETE FROM message WHERE sequence = {message.Sequence}");
        if (reply is not null) session.Count(reply, now);
        foreach (var output in outputs) session.Send(output.To, [output.Message], now);
    }

    public static void Abandon(this Session session, Source source, ReceivedMessage message, long now)
    {
        session.DemandLock(source, message, now);
        session.Execute($"""
            UPDATE message SET state = {MessageState.Ready}, due_at = 0, lock_token = NULL WHERE sequence = {message.Sequence}
            """);
    }

    public static void ScheduleAgain(this Session session, Source source, ReceivedMessage message, long dueAt, long now)
    {
        session.DemandLock(source, message, now);
        session.Replace(message.Sequence, dueAt, now);
    }

    public static void DeadLetter(
        this Session session, Source source, ReceivedMessage message, string reason, string description, long now)
    {
        session.DemandLock(source, message, now);
        session.Execute($"""
            UPDATE message SET state = {MessageState.Dead}, due_at = 0, lock_token = NULL,
                dead_reason = {reason}, dead_description = {description}
            WHERE sequence = {message.Sequence}
            """);
    }

    /// <summary>
    /// An expired lock is lost even where nobody has taken the message since: who relies on it has slept, or the clock
    /// has jumped, and either way the next delivery may have begun elsewhere.
    /// </summary>
    private static void DemandLock(this Session session, Source source, ReceivedMessage message, long now)
    {
        var held = session.Scalar<long>($"""
            SELECT count(*) FROM message
            WHERE sequence = {message.Sequence} AND entity = {source.Path} AND state = {MessageState.Locked}
              AND lock_token = {message.LockToken.ToByteArray()} AND due_at > {now}
            """);
        if (held == 0) throw new LockLostException(source.Path, message.Sequence);
    }
}
