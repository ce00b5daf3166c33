using System.ComponentModel.DataAnnotations;

namespace Triage.Transports;

/// <summary>The entities that the worker uses. One definition, from which every broker's own form is made or checked.</summary>
public sealed record Topology(IReadOnlyList<QueueDefinition> Queues, IReadOnlyList<TopicDefinition> Topics)
{
    public const string Tickets = "tickets";
    public const string Routed = "routed";
    public const string Replies = "replies";
    public const string AllSubscription = "all";

    public static Topology Default { get; } = Create(new DeliveryOptions());

    public static Topology Create(DeliveryOptions delivery)
    {
        var all = new SubscriptionDefinition(AllSubscription, delivery.LockDuration, delivery.MaxDeliveries, Filter: null);
        return new Topology(
            [new QueueDefinition(Tickets, delivery.LockDuration, delivery.MaxDeliveries, delivery.DuplicateWindow)],
            [
                new TopicDefinition(Routed, delivery.DuplicateWindow, [all]),
                new TopicDefinition(Replies, delivery.DuplicateWindow, [all]),
            ]);
    }

    /// <summary>Queues and subscriptions by path: everything that can be received from.</summary>
    public IEnumerable<string> Receivable =>
        Queues.Select(q => q.Name).Concat(Topics.SelectMany(t => t.Subscriptions.Select(s => $"{t.Name}/{s.Name}")));
}

/// <summary>How every queue and subscription delivers.</summary>
public sealed record DeliveryOptions
{
    /// <summary>How long a message stays locked from receipt or renewal, 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Deliveries after which a message is dead-lettered, 1 to 100.</summary>
    [Range(1, 100)]
    public int MaxDeliveries { get; init; } = 10;

    /// <summary>How long a MessageId is remembered, 20 s to 7 days; longer than maximum deliveries times lock.</summary>
    [Range(typeof(TimeSpan), "00:00:20", "7.00:00:00")]
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What the ranges alone do not say; null where all is well.</summary>
    public string? Problem() => DuplicateWindow > MaxDeliveries * LockDuration
        ? null
        : $"is {DuplicateWindow}; it must outlast {MaxDeliveries} deliveries of {LockDuration}, or a late redelivery is published "
            + "twice. Make it longer, or lower MaxDeliveries or LockDuration.";
}

public sealed record QueueDefinition(string Name, TimeSpan LockDuration, int MaxDeliveries, TimeSpan DuplicateWindow);

public sealed record TopicDefinition(
    string Name, TimeSpan DuplicateWindow, IReadOnlyList<SubscriptionDefinition> Subscriptions);

/// <param name="Filter">Application properties that must all be equal; null takes every message.</param>
public sealed record SubscriptionDefinition(
    string Name, TimeSpan LockDuration, int MaxDeliveries, IReadOnlyDictionary<string, string>? Filter);
