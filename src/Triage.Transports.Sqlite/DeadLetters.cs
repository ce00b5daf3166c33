using Microsoft.Data.Sqlite;

namespace Triage.Transports.Sqlite;

/// <summary>What an operator does with messages that wait for a person.</summary>
internal static class DeadLetters
{
    public static List<DeadLetter> Peek(this Session session, Source source, long afterSequence, int max) =>
        session.Query($"""
            SELECT sequence, entity, dead_reason, dead_description, delivery_count, enqueued_at, message_id, content_type, properties, bytes
            FROM message JOIN body USING (sequence)
            WHERE entity = {source.Path} AND state = {MessageState.Dead} AND due_at = 0 AND sequence > {afterSequence}
            ORDER BY sequence LIMIT {max}
            """, Read);

    public static bool Resubmit(this Session session, Source source, long sequence, long now)
    {
        if (!session.IsDead(source, sequence)) return false;
        session.Replace(sequence, dueAt: 0, now);
        return true;
    }

    public static bool Discard(this Session session, Source source, long sequence) =>
        session.IsDead(source, sequence) && session.Execute($"DELETE FROM message WHERE sequence = {sequence}") > 0;

    private static bool IsDead(this Session session, Source source, long sequence) =>
        session.Scalar<long>($"""
            SELECT count(*) FROM message WHERE sequence = {sequence} AND entity = {source.Path} AND state = {MessageState.Dead}
            """) > 0;

    private static DeadLetter Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Entity = row.GetString(1),
        Reason = row.GetString(2),
        Description = row.GetString(3),
        DeliveryCount = row.GetInt32(4),
        EnqueuedAt = UnixTime.ToInstant(row.GetInt64(5)),
        MessageId = row.GetString(6),
        ContentType = row.IsDBNull(7) ? null : row.GetString(7),
        Properties = Properties.Read(row.GetString(8)),
        Body = row.GetFieldValue<byte[]>(9),
    };
}
