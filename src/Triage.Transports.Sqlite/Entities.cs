namespace Triage.Transports.Sqlite;

/// <summary>The topology as the file's verbs need it: where a message goes, and under what terms it is received.</summary>
internal sealed class Entities
{
    private readonly Dictionary<string, Source> _sources;
    private readonly Dictionary<string, Destination> _destinations;

    public Entities(Topology topology)
    {
        Sources =
        [
            .. topology.Queues.Select(q => new Source(q.Name, q.LockDuration, q.MaxDeliveries)),
            .. topology.Topics.SelectMany(t => t.Subscriptions.Select(
                s => new Source($"{t.Name}/{s.Name}", s.LockDuration, s.MaxDeliveries))),
        ];
        _sources = Sources.ToDictionary(s => s.Path);
        _destinations = topology.Queues
            .Select(q => new Destination(q.Name, q.DuplicateWindow, [new Route(q.Name, Filter: null)]))
            .Concat(topology.Topics.Select(t => new Destination(
                t.Name, t.DuplicateWindow, [.. t.Subscriptions.Select(s => new Route($"{t.Name}/{s.Name}", s.Filter))])))
            .ToDictionary(d => d.Name);
    }

    public IReadOnlyList<Source> Sources { get; }

    public Source Source(string path) =>
        _sources.GetValueOrDefault(path) ?? throw Unknown("queue or subscription", path, _sources.Keys);

    public Destination Destination(string name) =>
        _destinations.GetValueOrDefault(name) ?? throw Unknown("queue or topic", name, _destinations.Keys);

    private static TransportException Unknown(string kind, string name, IEnumerable<string> known) =>
        new($"There is no {kind} '{name}'. There are: {string.Join(", ", known)}.", isTransient: false);
}

/// <summary>What can be received from: a queue or a subscription.</summary>
internal sealed record Source(string Path, TimeSpan LockDuration, int MaxDeliveries);

/// <summary>What can be sent to: a queue or a topic.</summary>
internal sealed record Destination(string Name, TimeSpan DuplicateWindow, IReadOnlyList<Route> Routes);

/// <param name="Entity">The queue or subscription that gets the message.</param>
internal sealed record Route(string Entity, IReadOnlyDictionary<string, string>? Filter)
{
    public bool Takes(OutgoingMessage message) =>
        Filter is null || Filter.All(f => message.Properties.TryGetValue(f.Key, out var value) && value == f.Value);
}
