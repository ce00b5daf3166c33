using Triage.Transports;

namespace Triage.Worker.Embedded;

/// <summary>
/// A transport that notes, from outside of what it measures, when tickets are received and when the broker has committed
/// their settlement.
/// </summary>
internal sealed class SettlementWatch(ITransport inner, TimeProvider time) : ITransport
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _settledAt = []; // the gate's, as all below
    private TaskCompletionSource? _reached;
    private int _awaited;
    private long _startedAt;
    private long _lastSettledAt;

    /// <summary>Tickets completed or dead-lettered so far.</summary>
    public int Settled
    {
        get
        {
            lock (_gate)
            {
                return _settledAt.Count;
            }
        }
    }

    /// <summary>From the first call for tickets to the last settlement.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _settledAt.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_startedAt, _lastSettledAt);
            }
        }
    }

    /// <summary>When a ticket was settled, as <see cref="TimeProvider.GetTimestamp"/> has it.</summary>
    public long SettledAt(string messageId)
    {
        lock (_gate)
        {
            return _settledAt[messageId];
        }
    }

    /// <summary>Ends when so many tickets are settled. Ask once, before the first.</summary>
    public Task WhenSettledAsync(int count)
    {
        lock (_gate)
        {
            _awaited = count;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reached.Task;
        }
    }

    public string Name => inner.Name;

    public int MaxMessageBytes => inner.MaxMessageBytes;

    public Task CheckAsync(CancellationToken cancellation) => inner.CheckAsync(cancellation);

    public IReceiver OpenReceiver(string entity) =>
        entity == Topology.Tickets ? new Receiver(inner.OpenReceiver(entity), this) : inner.OpenReceiver(entity);

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

    private void NoteReceive()
    {
        lock (_gate)
        {
            _startedAt = _startedAt == 0 ? time.GetTimestamp() : _startedAt;
        }
    }

    private void NoteSettlement(ReceivedMessage message)
    {
        lock (_gate)
        {
            _lastSettledAt = time.GetTimestamp();
            _settledAt[message.MessageId] = _lastSettledAt;
            if (_settledAt.Count == _awaited)
            {
                _reached?.TrySetResult();
            }
        }
    }

    private sealed class Receiver(IReceiver inner, SettlementWatch watch) : IReceiver
    {
        public string Entity => inner.Entity;

        public TimeSpan LockDuration => inner.LockDuration;

        public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation)
        {
            watch.NoteReceive();
            return inner.ReceiveAsync(max, wait, cancellation);
        }

        public Task RenewAsync(ReceivedMessage message, CancellationToken cancellation) => inner.RenewAsync(message, cancellation);

        public async Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation)
        {
            await inner.CompleteAsync(message, completion, cancellation);
            watch.NoteSettlement(message);
        }

        public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellation) => inner.AbandonAsync(message, cancellation);

        public Task ScheduleAgainAsync(ReceivedMessage message, DateTimeOffset due, CancellationToken cancellation) =>
            inner.ScheduleAgainAsync(message, due, cancellation);

        public async Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellation)
        {
            await inner.DeadLetterAsync(message, reason, description, cancellation);
            watch.NoteSettlement(message);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
