namespace Triage.Transports;

/// <summary>A message to be sent.</summary>
public sealed record OutgoingMessage
{
    /// <summary>At most 128 UTF-16 units. The same id inside an entity's duplicate window is sent once.</summary>
    public required string MessageId { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Application properties. Strings only: correlation filters compare equality of strings.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Not visible to receivers before this instant; null for at once.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
}

/// <summary>A message held under lock. It belongs to the receiver that returned it.</summary>
public sealed record ReceivedMessage
{
    /// <summary>Position in its entity, rising, never reused.</summary>
    public required long Sequence { get; init; }

    public required string MessageId { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>1 for the first delivery.</summary>
    public required int DeliveryCount { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Proves that this delivery holds the lock; a later delivery has another.</summary>
    public required Guid LockToken { get; init; }
}

/// <summary>What commits together with a message's removal.</summary>
/// <param name="Outputs">Messages for topics, at most 99.</param>
/// <param name="CountedReply">The reply to count, where one is among the outputs and its customer is known.</param>
public sealed record Completion(IReadOnlyList<Output> Outputs, CountedReply? CountedReply = null)
{
    public static Completion WithoutOutputs { get; } = new([]);
}

public sealed record Output(string Topic, OutgoingMessage Message);

/// <param name="CountSeen">The count that the decision was made on. The step fails where it has changed since.</param>
public sealed record CountedReply(string CustomerId, DateOnly Day, int CountSeen);

/// <summary>A message that waits for a person.</summary>
public sealed record DeadLetter
{
    public required long Sequence { get; init; }

    /// <summary>The queue or subscription that it was dead-lettered from.</summary>
    public required string Entity { get; init; }

    public required string MessageId { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public required string Reason { get; init; }

    public required string Description { get; init; }

    public required int DeliveryCount { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }
}

/// <summary>Counts of one queue or subscription. Null is what the rights at hand or the broker do not show.</summary>
/// <param name="Active">Waiting to be received; messages under lock not counted.</param>
/// <param name="Hidden">Why a count is null; null where none is.</param>
public sealed record EntityStatus(
    string Entity, long? Active, long? Locked, long? Scheduled, long? DeadLettered, string? Hidden = null);
