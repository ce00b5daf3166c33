using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Triage.Inference.Batching;

/// <summary>
/// Gathers requests of concurrent callers into batches and feeds them to the one thread that drives the model.
///
/// Two parties share the work. The collector, an asynchronous loop, owns the window of waiting requests: it takes arrivals,
/// asks the policy for the next batch and lingers while that is worth it. The inference thread runs one batch after the other.
/// While it runs one, the collector prepares a full one and leaves it ready, so the model goes from batch to batch without a
/// pause; a batch that is not full is not cut off early, because requests that arrive during a run may still join it.
///
/// Bounded throughout: one batch runs, one is ready, the window holds some batches' worth so that lengths can be matched, the
/// channel holds the capacity, and further callers wait.
/// </summary>
internal sealed class MicroBatcher : IAsyncDisposable
{
    private readonly BatchPolicy _policy;
    private readonly TimeSpan _linger;
    private readonly int _windowSize;
    private readonly Action<IReadOnlyList<InferenceRequest>> _infer;
    private readonly TimeProvider _time;
    private readonly Channel<InferenceRequest> _arrivals;
    private readonly BlockingCollection<ReadyBatch> _ready = [];
    private readonly List<InferenceRequest> _window = []; // the collector's
    private readonly Thread _inferenceThread;
    private readonly Task _collector;
    private Task<bool>? _nextArrival; // the collector's; one wait at a time

    /// <param name="linger">Longest that a request waits for batch mates while the model is idle.</param>
    /// <param name="capacity">Requests in the channel; when it is full, callers wait.</param>
    /// <param name="infer">Settles every request of a batch; called on the inference thread, and must not throw.</param>
    public MicroBatcher(BatchPolicy policy, TimeSpan linger, int capacity, Action<IReadOnlyList<InferenceRequest>> infer, TimeProvider time)
    {
        _policy = policy;
        _linger = linger;
        _windowSize = 8 * policy.MaxBatch;
        _infer = infer;
        _time = time;
        _arrivals = Channel.CreateBounded<InferenceRequest>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _inferenceThread = new Thread(RunBatches) { IsBackground = true, Name = "Triage inference" };
        _inferenceThread.Start();
        _collector = Task.Run(CollectAsync);
    }

    /// <summary>Waits for the logits of a text. Cancelling takes it out of the queue, or drops its result.</summary>
    /// <exception cref="ObjectDisposedException">The batcher is closed.</exception>
    public async Task<float[]> InferAsync(int[] ids, bool alone, CancellationToken cancellation)
    {
        var request = new InferenceRequest(ids, alone, _time.GetTimestamp());
        using var registration = cancellation.UnsafeRegister(static (r, token) => ((InferenceRequest)r!).TrySetCanceled(token), request);
        try
        {
            await _arrivals.Writer.WriteAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(MicroBatcher));
        }

        return await request.Task.ConfigureAwait(false);
    }

    /// <summary>Takes no further requests, answers those that wait, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _arrivals.Writer.TryComplete();
        await _collector.ConfigureAwait(false);
        _inferenceThread.Join();
        _ready.Dispose();
    }

    private async Task CollectAsync()
    {
        var (running, ready) = (Task.CompletedTask, Task.CompletedTask);
        while (await AnyWaitsAsync().ConfigureAwait(false))
        {
            if (await NextBatchAsync(ready).ConfigureAwait(false) is not { Count: > 0 } batch)
            {
                continue;
            }

            await running.ConfigureAwait(false); // of the two batches that may be out, the first
            running = ready;
            var next = new ReadyBatch(batch);
            _ready.Add(next);
            ready = next.Done.Task;
        }

        _ready.CompleteAdding();
    }

    // False once nothing waits and nothing will come.
    private async ValueTask<bool> AnyWaitsAsync()
    {
        TakeArrivals();
        while (_window.Count == 0)
        {
            if (!await NextArrival().ConfigureAwait(false))
            {
                return false;
            }

            TakeArrivals();
        }

        return true;
    }

    // Empty where all that waited were cancelled. `last` is the batch before this one: while it runs, only a full batch is cut.
    private async ValueTask<IReadOnlyList<InferenceRequest>> NextBatchAsync(Task last)
    {
        while (true)
        {
            TakeArrivals();
            if (_window.Count == 0)
            {
                return [];
            }

            var next = _policy.Next([.. _window.Select(r => new WaitingText(r.Ids.Length, r.Alone))]);
            var idle = last.IsCompleted;
            var left = _linger - _time.GetElapsedTime(_window[0].ArrivedAt);
            if (next.IsFull || (idle && left <= TimeSpan.Zero) || (idle && IsClosed))
            {
                return Cut(next.Indexes);
            }

            await SomethingHappensAsync(idle ? null : last, left).ConfigureAwait(false);
        }
    }

    // An arrival; and the end of the running batch, or, where none runs, the end of lingering.
    private async Task SomethingHappensAsync(Task? running, TimeSpan left)
    {
        using var lingering = new CancellationTokenSource();
        var other = running ?? Task.Delay(left, _time, lingering.Token);
        await (IsClosed || _window.Count >= _windowSize ? other : Task.WhenAny(other, NextArrival())).ConfigureAwait(false);
        await lingering.CancelAsync().ConfigureAwait(false);
    }

    private bool IsClosed => _arrivals.Reader.Completion.IsCompleted;

    private Task<bool> NextArrival()
    {
        if (_nextArrival is null or { IsCompleted: true })
        {
            _nextArrival = _arrivals.Reader.WaitToReadAsync().AsTask();
        }

        return _nextArrival;
    }

    private void TakeArrivals()
    {
        _window.RemoveAll(r => r.IsSettled);
        while (_window.Count < _windowSize && _arrivals.Reader.TryRead(out var request))
        {
            _window.Add(request);
        }
    }

    private List<InferenceRequest> Cut(int[] indexes)
    {
        var batch = indexes.Select(i => _window[i]).ToList();
        var cut = batch.ToHashSet();
        _window.RemoveAll(cut.Contains);
        return batch;
    }

    private void RunBatches()
    {
        foreach (var batch in _ready.GetConsumingEnumerable())
        {
            foreach (var request in batch.Requests)
            {
                InferenceMetrics.QueueWait.Record(_time.GetElapsedTime(request.ArrivedAt).TotalSeconds);
            }

            _infer(batch.Requests);
            batch.Done.SetResult();
        }
    }

    private sealed record ReadyBatch(IReadOnlyList<InferenceRequest> Requests)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
