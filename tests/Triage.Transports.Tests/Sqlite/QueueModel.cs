namespace Triage.Transports.Tests.Sqlite;

/// <summary>
/// What a queue is, in memory and as plainly as can be said: the yardstick for the real one. A ticket is known by the
/// content that it was sent with, since copies change their MessageId.
/// </summary>
internal sealed class QueueModel(QueueDefinition definition)
{
    private readonly Dictionary<string, DateTimeOffset> _seen = [];
    private int _sent;

    public enum State { Ready, Locked, Scheduled, Dead, Gone }

    public sealed class Entry(string content)
    {
        public string Content { get; } = content;

        public State State { get; set; }

        public DateTimeOffset Until { get; set; }

        public int Deliveries { get; set; }
    }

    /// <summary>In the order of their sequence numbers.</summary>
    public List<Entry> Entries { get; } = [];

    public List<string> Published { get; } = [];

    public int Discarded { get; private set; }

    public int Accepted { get; private set; }

    public IEnumerable<Entry> Dead => Entries.Where(e => e.State == State.Dead);

    public IEnumerable<Entry> Alive => Entries.Where(e => e.State is State.Ready or State.Locked or State.Scheduled);

    public string NextContent() => $"content-{_sent++}";

    public void Send(string id, string content, DateTimeOffset now)
    {
        if (_seen.TryGetValue(id, out var at) && at > now - definition.DuplicateWindow) return;
        _seen[id] = now;
        Accepted++;
        Entries.Add(new Entry(content));
    }

    public List<Entry> Receive(int max, DateTimeOffset now)
    {
        foreach (var entry in Alive.Where(e => e.State != State.Ready && e.Until <= now)) entry.State = State.Ready;
        var received = new List<Entry>();
        foreach (var entry in Entries.Where(e => e.State == State.Ready))
        {
            if (received.Count == max) break;
            if (entry.Deliveries >= definition.MaxDeliveries)
            {
                entry.State = State.Dead;
                continue;
            }

            (entry.State, entry.Until) = (State.Locked, now + definition.LockDuration);
            entry.Deliveries++;
            received.Add(entry);
        }

        return received;
    }

    public bool IsHeld(Entry entry, int delivery, DateTimeOffset now) =>
        entry.State == State.Locked && entry.Deliveries == delivery && entry.Until > now;

    public void Renew(Entry entry, DateTimeOffset now) => entry.Until = now + definition.LockDuration;

    public void Complete(Entry entry)
    {
        entry.State = State.Gone;
        Published.Add(entry.Content);
    }

    /// <summary>Scheduled again, or resubmitted.</summary>
    public void Replace(Entry entry, DateTimeOffset due, DateTimeOffset now)
    {
        entry.State = State.Gone;
        Entries.Add(new Entry(entry.Content) { State = due > now ? State.Scheduled : State.Ready, Until = due });
    }

    public void Discard(Entry entry)
    {
        entry.State = State.Gone;
        Discarded++;
    }
}
