using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Triage.Resilience;
using Triage.Transports;

namespace Triage.Pump;

/// <summary>
/// Renews the lock of every held message from receipt to settlement. Time is the monotonic clock's: a wall clock that jumps
/// neither loses a lock here nor keeps a dead one.
/// </summary>
internal sealed class LockKeeper : IAsyncDisposable
{
    private const int ParallelRenewals = 16;

    private readonly IReceiver _receiver;
    private readonly Pipelines _pipelines;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<Guid, HeldLock> _held = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _renewing;

    public LockKeeper(IReceiver receiver, Pipelines pipelines, TimeProvider time, ILogger logger)
    {
        _receiver = receiver;
        _pipelines = pipelines;
        _time = time;
        _logger = logger;
        _renewing = RenewAsync();
    }

    // A third of the lock leaves two more tries before it expires.
    private TimeSpan RenewAfter => _receiver.LockDuration / 3;

    public HeldLock Hold(ReceivedMessage message)
    {
        var held = new HeldLock(message, _time.GetTimestamp(), Release);
        _held[message.LockToken] = held;
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _renewing;
        _stopped.Dispose();
    }

    private void Release(HeldLock held) => _held.TryRemove(held.Message.LockToken, out _);

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewAfter / 4, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token))
            {
                var due = _held.Values.Where(held => _time.GetElapsedTime(held.RenewedAt) >= RenewAfter);
                await Parallel.ForEachAsync(
                    due,
                    new ParallelOptions { MaxDegreeOfParallelism = ParallelRenewals, CancellationToken = _stopped.Token },
                    async (held, cancellation) => await RenewAsync(held, cancellation));
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
        }
    }

    private async Task RenewAsync(HeldLock held, CancellationToken cancellation)
    {
        // Taken before the call: the broker counts from when it renews, which is later, so this clock never runs behind.
        var asked = _time.GetTimestamp();
        try
        {
            await _pipelines.Renew.ExecuteAsync(
                static async (state, token) => await state._receiver.RenewAsync(state.held.Message, token),
                (_receiver, held), cancellation);
            held.RenewedAt = asked;
        }
        catch (LockLostException)
        {
            held.Lose();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Not renewed is not lost: only a whole lock's time without renewal is.
            Log.RenewalFailed(_logger, held.Message.Sequence, e.Message);
            if (_time.GetElapsedTime(held.RenewedAt) >= _receiver.LockDuration)
            {
                held.Lose();
            }
        }
    }
}

/// <summary>One held message. Dispose when it is settled or given up.</summary>
internal sealed class HeldLock(ReceivedMessage message, long receivedAt, Action<HeldLock> release) : IDisposable
{
    // Not disposed: it has no timer and no wait handle, and a renewal may still fail after the message was settled.
    private readonly CancellationTokenSource _lost = new();

    public ReceivedMessage Message => message;

    /// <summary>Cancelled when the lock is known to be gone. Never passed to a settlement: the broker's answer decides there.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Monotonic timestamp; written by the keeper's loop only.</summary>
    public long RenewedAt { get; set; } = receivedAt;

    public void Lose() => _lost.Cancel();

    public void Dispose() => release(this);
}
