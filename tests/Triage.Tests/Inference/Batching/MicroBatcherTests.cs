using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Triage.Inference.Batching;

namespace Triage.Tests.Inference.Batching;

public sealed class MicroBatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private readonly ObservedTime _time = new();
    private readonly ConcurrentQueue<int> _sizes = [];
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly SemaphoreSlim _started = new(0);
    private readonly MicroBatcher _batcher;

    public MicroBatcherTests() => _batcher = new MicroBatcher(new BatchPolicy(4, 1_000, 0.5), Linger, capacity: 2, Echo, _time);

    [Fact]
    public async Task A_full_batch_goes_without_lingering()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(Ask));

        Assert.Equal([1f, 2f, 3f, 4f], answers);
        Assert.Equal([4], _sizes);
    }

    [Fact]
    public async Task A_lone_text_lingers_for_mates_and_no_longer_than_the_limit()
    {
        var first = Ask(1);
        await Task.WhenAny(_time.FirstTimer, first);
        _time.Advance(Linger - TimeSpan.FromMilliseconds(1));
        var second = Ask(2);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second);

        Assert.Equal([2], _sizes);
    }

    [Fact]
    public async Task What_arrives_during_a_run_shares_the_next_batch()
    {
        _gate.Reset();
        var first = Ask(1);
        _time.Advance(Linger);
        await _started.WaitAsync();
        var others = Enumerable.Range(2, 3).Select(Ask).ToArray();
        _time.Advance(Linger);
        _gate.Set();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 3], _sizes);
    }

    [Fact]
    public async Task A_text_that_must_be_alone_has_a_batch_of_its_own()
    {
        _gate.Reset();
        var first = Ask(1);
        _time.Advance(Linger);
        await _started.WaitAsync();
        var (mate, alone, other) = (Ask(2), _batcher.InferAsync([3], alone: true, default), Ask(4));
        _time.Advance(Linger);
        _gate.Set();
        await Task.WhenAll(first, mate, alone, other);

        Assert.Contains(1, _sizes.Skip(1));
        Assert.Equal(4, _sizes.Sum());
        Assert.DoesNotContain(3, _sizes);
    }

    [Fact]
    public async Task A_cancelled_text_is_taken_out_of_the_queue()
    {
        _gate.Reset();
        var first = Ask(1);
        _time.Advance(Linger);
        await _started.WaitAsync();
        using var gone = new CancellationTokenSource();
        var cancelled = _batcher.InferAsync([2], alone: false, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        var last = Ask(3);
        _time.Advance(Linger);
        _gate.Set();
        await Task.WhenAll(first, last);

        Assert.Equal([1, 1], _sizes);
    }

    [Fact]
    public async Task Callers_beyond_the_capacity_wait_for_room_and_can_give_up()
    {
        _gate.Reset();
        var first = Ask(1);
        _time.Advance(Linger);
        await _started.WaitAsync();
        using var gone = new CancellationTokenSource();
        var staying = Enumerable.Range(0, 100).Select(Ask).ToArray();
        var leaving = Enumerable.Range(0, 100).Select(i => _batcher.InferAsync([i], alone: false, gone.Token)).ToArray();

        await gone.CancelAsync();
        foreach (var caller in leaving)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        }

        _gate.Set();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), await Task.WhenAll(staying));
        await first;
        Assert.Equal(101, _sizes.Sum());
    }

    [Fact]
    public async Task Closing_answers_what_waits_and_refuses_what_comes_later()
    {
        var waiting = Ask(1);
        await _batcher.DisposeAsync();

        Assert.Equal(1f, await waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Ask(2));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _gate.Set();
        await _batcher.DisposeAsync();
    }

    private async Task<float> Ask(int id) => (await _batcher.InferAsync([id], alone: false, default))[0];

    private void Echo(IReadOnlyList<InferenceRequest> batch)
    {
        _started.Release();
        _gate.Wait();
        _sizes.Enqueue(batch.Count);
        foreach (var request in batch)
        {
            request.TrySetResult([request.Ids[0]]);
        }
    }

    private sealed class ObservedTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource _firstTimer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done when somebody has begun to wait for a time: here, that the collector lingers.</summary>
        public Task FirstTimer => _firstTimer.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _firstTimer.TrySetResult();
            return timer;
        }
    }
}
