namespace Triage.Transports.Sqlite;

/// <summary>Puts messages on queues, and through a topic's filters on its subscriptions.</summary>
internal static class Sending
{
    /// <summary>Forgotten at most at once; more than a step remembers, so that the history cannot grow past its window.</summary>
    private const int PruneBatch = 256;

    public static void Send(this Session session, Destination to, IReadOnlyList<OutgoingMessage> messages, long now)
    {
        session.Prune(to, now);
        foreach (var message in messages)
        {
            if (!session.Remember(to, message.MessageId, now)) continue;
            foreach (var route in to.Routes)
                if (route.Takes(message)) session.Insert(route.Entity, message, now);
        }
    }

    /// <summary>Puts a copy with a new MessageId behind everything else and removes the original.</summary>
    /// <param name="dueAt">Unix ms.</param>
    public static void Replace(this Session session, long sequence, long dueAt, long now)
    {
        var state = dueAt > now ? MessageState.Scheduled : MessageState.Ready;
        session.Execute($"""
            INSERT INTO message (entity, state, due_at, delivery_count, enqueued_at, message_id, content_type, properties, body)
            SELECT entity, {state}, {(dueAt > now ? dueAt : 0)}, 0, {now}, {NewId()}, content_type, properties, body
            FROM message WHERE sequence = {sequence}
            """);
        session.Execute($"DELETE FROM message WHERE sequence = {sequence}");
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static void Insert(this Session session, string entity, OutgoingMessage message, long now)
    {
        var dueAt = message.ScheduledFor is { } instant ? UnixTime.NotBefore(instant) : 0;
        var state = dueAt > now ? MessageState.Scheduled : MessageState.Ready;
        session.Execute($"""
            INSERT INTO message (entity, state, due_at, delivery_count, enqueued_at, message_id, content_type, properties, body)
            VALUES ({entity}, {state}, {(dueAt > now ? dueAt : 0)}, 0, {now}, {message.MessageId}, {message.ContentType},
                    {Properties.Write(message.Properties)}, {message.Body.ToArray()})
            """);
    }

    /// <returns>False where the id has been seen inside the window, which does not start anew.</returns>
    private static bool Remember(this Session session, Destination to, string messageId, long now) =>
        session.Execute($"""
            INSERT INTO seen (entity, message_id, seen_at) VALUES ({to.Name}, {messageId}, {now})
            ON CONFLICT (entity, message_id) DO UPDATE SET seen_at = excluded.seen_at
            WHERE seen_at <= {now - to.DuplicateWindow.Milliseconds()}
            """) > 0;

    private static void Prune(this Session session, Destination to, long now) =>
        session.Execute($"""
            DELETE FROM seen WHERE (entity, message_id) IN (
              SELECT entity, message_id FROM seen
              WHERE entity = {to.Name} AND seen_at <= {now - to.DuplicateWindow.Milliseconds()}
              ORDER BY seen_at LIMIT {PruneBatch})
            """);
}
