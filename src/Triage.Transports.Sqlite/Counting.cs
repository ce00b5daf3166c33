namespace Triage.Transports.Sqlite;

/// <summary>Counts messages as a receiver would find them now: what is due or expired counts as active.</summary>
internal static class Counting
{
    public static EntityStatus Count(this Session session, Source source, long now) =>
        session.Query($"""
            SELECT count(*) FILTER (WHERE state = {MessageState.Ready} OR state <> {MessageState.Dead} AND due_at <= {now}),
                   count(*) FILTER (WHERE state = {MessageState.Locked} AND due_at > {now}),
                   count(*) FILTER (WHERE state = {MessageState.Scheduled} AND due_at > {now}),
                   count(*) FILTER (WHERE state = {MessageState.Dead})
            FROM message WHERE entity = {source.Path}
            """, row => new EntityStatus(source.Path, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)))[0];
}
