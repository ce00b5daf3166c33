namespace Triage.Transports;

/// <summary>A transport in front of another; override what is to differ.</summary>
public abstract class DelegatingTransport(ITransport inner) : ITransport
{
    public string Name => inner.Name;

    public int MaxMessageBytes => inner.MaxMessageBytes;

    public Task CheckAsync(CancellationToken cancellation) => inner.CheckAsync(cancellation);

    public virtual IReceiver OpenReceiver(string entity) => inner.OpenReceiver(entity);

    public Task SendAsync(string entity, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
        inner.SendAsync(entity, messages, cancellation);

    public Task<IReadOnlyList<EntityStatus>> GetStatusAsync(CancellationToken cancellation) => inner.GetStatusAsync(cancellation);

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(
        string entity, long afterSequence, int max, CancellationToken cancellation) =>
        inner.PeekDeadLettersAsync(entity, afterSequence, max, cancellation);

    public Task<bool> ResubmitDeadLetterAsync(string entity, long sequence, CancellationToken cancellation) =>
        inner.ResubmitDeadLetterAsync(entity, sequence, cancellation);

    public Task<bool> DiscardDeadLetterAsync(string entity, long sequence, CancellationToken cancellation) =>
        inner.DiscardDeadLetterAsync(entity, sequence, cancellation);

    public Task<int?> CountRepliesAsync(string customerId, DateOnly day, CancellationToken cancellation) =>
        inner.CountRepliesAsync(customerId, day, cancellation);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }
}

/// <summary>A receiver in front of another; override what is to differ.</summary>
public abstract class DelegatingReceiver(IReceiver inner) : IReceiver
{
    public string Entity => inner.Entity;

    public TimeSpan LockDuration => inner.LockDuration;

    public virtual Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation) =>
        inner.ReceiveAsync(max, wait, cancellation);

    public virtual Task RenewAsync(ReceivedMessage message, CancellationToken cancellation) => inner.RenewAsync(message, cancellation);

    public virtual Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation) =>
        inner.CompleteAsync(message, completion, cancellation);

    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellation) => inner.AbandonAsync(message, cancellation);

    public Task ScheduleAgainAsync(ReceivedMessage message, DateTimeOffset due, CancellationToken cancellation) =>
        inner.ScheduleAgainAsync(message, due, cancellation);

    public virtual Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellation) =>
        inner.DeadLetterAsync(message, reason, description, cancellation);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }
}
