namespace Triage.Transports;

/// <summary>
/// A broker with peek-lock queues and topics. The conformance suite in <c>tests/Triage.Transports.Tests</c> is the full
/// definition; a transport is done when it passes. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Entities are named by path: a queue <c>tickets</c>, a topic <c>routed</c>, a subscription <c>routed/all</c>.
/// Faults that may pass are <see cref="TransportException"/> with <see cref="TransportException.IsTransient"/>.
/// </remarks>
public interface ITransport : IAsyncDisposable
{
    /// <summary>The setting's name: <c>Sqlite</c>, <c>ServiceBus</c>.</summary>
    string Name { get; }

    /// <summary>Largest body that a message may have, in bytes.</summary>
    int MaxMessageBytes { get; }

    /// <summary>Opens every entity of the topology with the rights at hand. Nothing is received or sent.</summary>
    /// <exception cref="TransportException">Names the entity, the cause and the remedy.</exception>
    Task CheckAsync(CancellationToken cancellation);

    /// <summary>Opens a receiver on a queue or a subscription. The caller disposes it; that abandons nothing.</summary>
    IReceiver OpenReceiver(string entity);

    /// <summary>
    /// Puts messages on a queue or topic, all or none where they fit one broker batch. A MessageId that the entity has
    /// seen inside its duplicate window is accepted and dropped.
    /// </summary>
    /// <exception cref="MessageTooLargeException">A body exceeds <see cref="MaxMessageBytes"/>.</exception>
    Task SendAsync(string entity, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation);

    /// <summary>Counts per queue and subscription, in the topology's order.</summary>
    Task<IReadOnlyList<EntityStatus>> GetStatusAsync(CancellationToken cancellation);

    /// <summary>Peeks at dead letters, oldest first, without locking them.</summary>
    /// <param name="entity">A queue or a subscription, whose dead-letter queue is meant.</param>
    /// <param name="afterSequence">Peek starts behind this sequence number; 0 for the start.</param>
    Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(
        string entity, long afterSequence, int max, CancellationToken cancellation);

    /// <summary>
    /// In one transaction, sends a copy with a new MessageId to the entity's queue or topic subscription and completes the
    /// dead letter. False where no such dead letter is there any more.
    /// </summary>
    Task<bool> ResubmitDeadLetterAsync(string entity, long sequence, CancellationToken cancellation);

    /// <summary>Completes a dead letter. False where no such dead letter is there any more.</summary>
    Task<bool> DiscardDeadLetterAsync(string entity, long sequence, CancellationToken cancellation);

    /// <summary>
    /// Automatic replies completed for a customer on a UTC day; null where this broker keeps no count. The count belongs
    /// to <see cref="Completion.CountedReply"/>, which commits in the same step as the reply.
    /// </summary>
    Task<int?> CountRepliesAsync(string customerId, DateOnly day, CancellationToken cancellation);
}

/// <summary>
/// Receives under lock and settles. A lost lock is an ordinary outcome: the message is somebody else's now, or comes again.
/// Every settling call may throw <see cref="LockLostException"/>, after which nothing of it has happened.
/// </summary>
public interface IReceiver : IAsyncDisposable
{
    string Entity { get; }

    /// <summary>How long a lock lasts from receipt or renewal.</summary>
    TimeSpan LockDuration { get; }

    /// <summary>Locks up to <paramref name="max"/> messages; waits at most <paramref name="wait"/> for the first, and for no second.</summary>
    /// <returns>Empty when the wait passed.</returns>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation);

    /// <summary>Extends the lock by <see cref="LockDuration"/> from now.</summary>
    Task RenewAsync(ReceivedMessage message, CancellationToken cancellation);

    /// <summary>Removes the message and publishes what it led to, in one atomic step.</summary>
    /// <exception cref="MessageTooLargeException">An output exceeds the broker's limit; nothing has happened.</exception>
    /// <exception cref="ReplyCountChangedException">The counted reply was decided on an old count; nothing has happened.</exception>
    Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation);

    /// <summary>Gives the message back at once; its delivery count stays raised.</summary>
    Task AbandonAsync(ReceivedMessage message, CancellationToken cancellation);

    /// <summary>In one transaction, schedules a copy with a new MessageId and removes the message.</summary>
    Task ScheduleAgainAsync(ReceivedMessage message, DateTimeOffset due, CancellationToken cancellation);

    /// <summary>Moves the message to the dead-letter queue, where a person finds it.</summary>
    /// <param name="description">At most 1,024 UTF-16 units are kept.</param>
    Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellation);
}
