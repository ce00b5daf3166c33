namespace Triage.Transports.Tests;

/// <summary>The entities that the conformance suite needs. A broker with fixed entities is set up with these.</summary>
public static class ConformanceTopology
{
    public const int MaxDeliveries = 3;
    public const string RoutedAll = "routed/all";
    public const string RoutedUrgent = "routed/urgent";
    public const string RoutedUrgentBilling = "routed/urgent-billing";
    public const string RepliesAll = "replies/all";

    public static Topology Create(TimeSpan lockDuration, TimeSpan duplicateWindow)
    {
        return new Topology(
            [new QueueDefinition(Topology.Tickets, lockDuration, MaxDeliveries, duplicateWindow)],
            [
                new TopicDefinition(Topology.Routed, duplicateWindow,
                [
                    Subscription("all"),
                    Subscription("urgent", ("priority", "urgent")),
                    Subscription("urgent-billing", ("priority", "urgent"), ("team", "billing")),
                ]),
                new TopicDefinition(Topology.Replies, duplicateWindow, [Subscription("all")]),
            ]);

        SubscriptionDefinition Subscription(string name, params (string Key, string Value)[] filter) =>
            new(name, lockDuration, MaxDeliveries, filter.Length == 0 ? null : filter.ToDictionary(f => f.Key, f => f.Value));
    }
}
