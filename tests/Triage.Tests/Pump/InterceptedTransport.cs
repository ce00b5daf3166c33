using Triage.Transports;

namespace Triage.Tests.Pump;

/// <summary>A real transport with a place in front of each call where a test can fail it or wait for it.</summary>
internal sealed class InterceptedTransport(ITransport inner) : ITransport
{
    public Func<Task> BeforeReceive { get; set; } = () => Task.CompletedTask;

    public Func<Task> BeforeComplete { get; set; } = () => Task.CompletedTask;

    /// <summary>Released once for each renewal that the broker has confirmed.</summary>
    public SemaphoreSlim Renewed { get; } = new(0);

    public string Name => inner.Name;

    public int MaxMessageBytes => inner.MaxMessageBytes;

    public Task CheckAsync(CancellationToken cancellation) => inner.CheckAsync(cancellation);

    public IReceiver OpenReceiver(string entity) => new Receiver(this, inner.OpenReceiver(entity));

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

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Receiver(InterceptedTransport owner, IReceiver inner) : IReceiver
    {
        public string Entity => inner.Entity;

        public TimeSpan LockDuration => inner.LockDuration;

        public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation)
        {
            await owner.BeforeReceive();
            return await inner.ReceiveAsync(max, wait, cancellation);
        }

        public async Task RenewAsync(ReceivedMessage message, CancellationToken cancellation)
        {
            await inner.RenewAsync(message, cancellation);
            owner.Renewed.Release();
        }

        public async Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation)
        {
            await owner.BeforeComplete();
            await inner.CompleteAsync(message, completion, cancellation);
        }

        public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellation) => inner.AbandonAsync(message, cancellation);

        public Task ScheduleAgainAsync(ReceivedMessage message, DateTimeOffset due, CancellationToken cancellation) =>
            inner.ScheduleAgainAsync(message, due, cancellation);

        public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellation) =>
            inner.DeadLetterAsync(message, reason, description, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
