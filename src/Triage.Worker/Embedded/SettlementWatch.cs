using Triage.Transports;

namespace Triage.Worker.Embedded;

/// <summary>
/// A transport that notes, from outside of what it measures, when tickets are received and when the broker has committed
/// their settlement.
/// </summary>
internal sealed class SettlementWatch(ITransport inner, TimeProvider time) : DelegatingTransport(inner)
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

    public override IReceiver OpenReceiver(string entity)
    {
        var receiver = base.OpenReceiver(entity);
        return entity == Topology.Tickets ? new Receiver(receiver, this) : receiver;
    }

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

    private sealed class Receiver(IReceiver inner, SettlementWatch watch) : DelegatingReceiver(inner)
    {
        public override Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation)
        {
            watch.NoteReceive();
            return base.ReceiveAsync(max, wait, cancellation);
        }

        public override async Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation)
        {
            await base.CompleteAsync(message, completion, cancellation);
            watch.NoteSettlement(message);
        }

        public override async Task DeadLetterAsync(
            ReceivedMessage message, string reason, string description, CancellationToken cancellation)
        {
            await base.DeadLetterAsync(message, reason, description, cancellation);
            watch.NoteSettlement(message);
        }
    }
}
