namespace Triage.Transports.Sqlite;

/// <summary>Puts messages on queues, and through a topic's filters on its subscriptions.</summary>
internal static class Sending
{
    /// <summary>A step forgets at most this many ids more than it remembers: the history stays inside its window.</summary>
    private const int PruneBatch = 256;

    public static void Send(this Session session, Destination to, IReadOnlyList<OutgoingMessage> messages, long now)
    {
        session.Prune(to, messages.Count + PruneBatch, now);
        foreach (var message in messages)
        {
            if (!session.Remember(to, message.MessageId, now)) continue;
            foreach (var route in to.Routes)
                if (route.Takes(message)) session.Insert(route.Entity, message, now);
        }
    }

    /// <summary>Refuses what would fill the file so far that workers could not empty it any more.</summary>
    public static void DemandRoom(this Session session, SqliteOptions options)
    {
        const int Reserve = 1024 * 1024;
        if (options.MaxFileBytes is not { } limit) return;
        var pages = session.Scalar<long>($"PRAGMA page_count") - session.Scalar<long>($"PRAGMA freelist_count");
        if (pages * session.Scalar<long>($"PRAGMA page_size") > limit - Reserve)
            throw new TransportException(
                $"Nothing was sent: '{options.Path}' has reached Triage:Sqlite:MaxFileBytes ({limit:N0}). "
                + "Let workers complete messages, or raise the limit.",
                isTransient: true);
    }

    /// <summary>Puts the message behind everything else under a new MessageId, as if sent now.</summary>
    /// <param name="dueAt">Unix ms.</param>
    public static void Replace(this Session session, long sequence, long dueAt, long now)
    {
        session.Execute($"""
            INSERT INTO message (entity, state, due_at, delivery_count, enqueued_at, message_id, content_type, properties)
            SELECT entity, {StateOf(dueAt, now)}, {Hidden(dueAt, now)}, 0, {now}, {NewId()}, content_type, properties
            FROM message WHERE sequence = {sequence}
            """);
        session.Execute($"UPDATE body SET sequence = last_insert_rowid() WHERE sequence = {sequence}");
        session.Execute($"DELETE FROM message WHERE sequence = {sequence}");
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static long StateOf(long dueAt, long now) => dueAt > now ? MessageState.Scheduled : MessageState.Ready;

    private static long Hidden(long dueAt, long now) => dueAt > now ? dueAt : 0;

    private static void Insert(this Session session, string entity, OutgoingMessage message, long now)
    {
        var dueAt = message.ScheduledFor is { } instant ? UnixTime.NotBefore(instant) : 0;
        session.Execute($"""
            INSERT INTO message (entity, state, due_at, delivery_count, enqueued_at, message_id, content_type, properties)
            VALUES ({entity}, {StateOf(dueAt, now)}, {Hidden(dueAt, now)}, 0, {now},
                    {message.MessageId}, {message.ContentType}, {Properties.Write(message.Properties)})
            """);
        session.Execute($"INSERT INTO body (sequence, bytes) VALUES (last_insert_rowid(), {message.Body.ToArray()})");
    }

    /// <returns>False where the id has been seen inside the window, which does not start anew.</returns>
    private static bool Remember(this Session session, Destination to, string messageId, long now) =>
        session.Execute($"""
            INSERT INTO seen (entity, message_id, seen_at) VALUES ({to.Name}, {messageId}, {now})
            ON CONFLICT (entity, message_id) DO UPDATE SET seen_at = excluded.seen_at
            WHERE seen_at <= {now - to.DuplicateWindow.Milliseconds()}
            """) > 0;

    private static void Prune(this Session session, Destination to, int max, long now) =>
        session.Execute($"""
            DELETE FROM seen WHERE (entity, message_id) IN (
              SELECT entity, message_id FROM seen
              WHERE entity = {to.Name} AND seen_at <= {now - to.DuplicateWindow.Milliseconds()}
              ORDER BY seen_at LIMIT {max})
            """);
}
