namespace Triage.Transports;

/// <summary>The entities that the worker uses. One definition, from which every broker's own form is made or checked.</summary>
public sealed record Topology(IReadOnlyList<QueueDefinition> Queues, IReadOnlyList<TopicDefinition> Topics)
{
    public const string Tickets = "tickets";
    public const string Routed = "routed";
    public const string Replies = "replies";
    public const string AllSubscription = "all";

    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromHours(1);

    /// <summary>Duplicate windows outlast maximum deliveries times lock, so that every redelivery falls inside.</summary>
    public static Topology Default { get; } = new(
        [new QueueDefinition(Tickets, LockDuration, MaxDeliveries: 10, DuplicateWindow)],
        [
            new TopicDefinition(Routed, DuplicateWindow, [All]),
            new TopicDefinition(Replies, DuplicateWindow, [All]),
        ]);

    private static SubscriptionDefinition All => new(AllSubscription, LockDuration, MaxDeliveries: 10, Filter: null);

    /// <summary>Queues and subscriptions by path: everything that can be received from.</summary>
    public IEnumerable<string> Receivable =>
        Queues.Select(q => q.Name).Concat(Topics.SelectMany(t => t.Subscriptions.Select(s => $"{t.Name}/{s.Name}")));
}

public sealed record QueueDefinition(string Name, TimeSpan LockDuration, int MaxDeliveries, TimeSpan DuplicateWindow);

public sealed record TopicDefinition(
    string Name, TimeSpan DuplicateWindow, IReadOnlyList<SubscriptionDefinition> Subscriptions);

/// <param name="Filter">Application properties that must all be equal; null takes every message.</param>
public sealed record SubscriptionDefinition(
    string Name, TimeSpan LockDuration, int MaxDeliveries, IReadOnlyDictionary<string, string>? Filter);
