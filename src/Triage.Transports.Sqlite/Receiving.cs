using Microsoft.Data.Sqlite;
using Triage.Tickets;

namespace Triage.Transports.Sqlite;

/// <summary>Locks messages for a receiver, oldest first.</summary>
internal static class Receiving
{
    /// <summary>Bounds one transaction when a great many scheduled messages are due together.</summary>
    private const int ReleaseBatch = 1000;

    /// <param name="Messages">Locked; in order.</param>
    /// <param name="NextDue">Unix ms of the next lock to expire or message to appear; null where there is none.</param>
    public sealed record Receipt(IReadOnlyList<ReceivedMessage> Messages, long? NextDue);

    public static Receipt Receive(this Session session, Source from, int max, long now)
    {
        session.Release(from, now);
        while (session.Bury(from, max) > 0) { }
        var messages = session.Lock(from, max, now);
        if (messages.Count > 0) return new Receipt(messages, NextDue: null);

        session.Shrink();
        return new Receipt(messages, session.NextDue(from));
    }

    /// <summary>Makes ready what is scheduled for now or before, and what its receiver let expire.</summary>
    private static void Release(this Session session, Source from, long now) =>
        session.Execute($"""
            UPDATE message SET state = {MessageState.Ready}, due_at = 0, lock_token = NULL
            WHERE sequence IN (
              SELECT sequence FROM message
              WHERE entity = {from.Path} AND state IN ({MessageState.Locked}, {MessageState.Scheduled}) AND due_at <= {now}
              ORDER BY due_at LIMIT {ReleaseBatch})
            """);

    /// <summary>Dead-letters what stands in front and was delivered too often.</summary>
    private static int Bury(this Session session, Source from, int max)
    {
        var description = $"Delivered {from.MaxDeliveries} times, the maximum, and never settled: its receiver crashed, "
            + "abandoned it or let its lock expire. Find out why, then resubmit it.";
        return session.Execute($"""
            UPDATE message SET state = {MessageState.Dead}, dead_reason = {RejectionReason.MaxDeliveries}, dead_description = {description}
            WHERE delivery_count >= {from.MaxDeliveries} AND sequence IN (
              SELECT sequence FROM message WHERE entity = {from.Path} AND state = {MessageState.Ready}
              ORDER BY due_at, sequence LIMIT {max})
            """);
    }

    private static List<ReceivedMessage> Lock(this Session session, Source from, int max, long now)
    {
        var messages = session.Query($"""
            UPDATE message
            SET state = {MessageState.Locked}, due_at = {now + from.LockDuration.Milliseconds()},
                lock_token = randomblob(16), delivery_count = delivery_count + 1
            WHERE sequence IN (
              SELECT sequence FROM message WHERE entity = {from.Path} AND state = {MessageState.Ready}
              ORDER BY due_at, sequence LIMIT {max})
            RETURNING sequence, lock_token, delivery_count, enqueued_at, message_id, content_type, properties,
                (SELECT bytes FROM body WHERE body.sequence = message.sequence)
            """, Read);
        messages.Sort((a, b) => a.Sequence.CompareTo(b.Sequence)); // RETURNING promises no order
        return messages;
    }

    private static long? NextDue(this Session session, Source from) =>
        session.Scalar<long?>($"""
            SELECT min(due_at) FROM message
            WHERE entity = {from.Path} AND state IN ({MessageState.Locked}, {MessageState.Scheduled})
            """);

    /// <summary>
    /// Gives the disk back, while nothing else is to be done, what a long queue had taken: keeps 4 MiB, a few MiB a time.
    /// </summary>
    private static void Shrink(this Session session)
    {
        if (session.Scalar<long>($"PRAGMA freelist_count") > 1024 + 512)
            session.Query($"PRAGMA incremental_vacuum(512)", _ => 0);
    }

    private static ReceivedMessage Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        LockToken = new Guid(row.GetFieldValue<byte[]>(1)),
        DeliveryCount = row.GetInt32(2),
        EnqueuedAt = UnixTime.ToInstant(row.GetInt64(3)),
        MessageId = row.GetString(4),
        ContentType = row.IsDBNull(5) ? null : row.GetString(5),
        Properties = Properties.Read(row.GetString(6)),
        Body = row.GetFieldValue<byte[]>(7),
    };
}
