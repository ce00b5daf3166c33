using System.Threading.Channels;
using Triage.Worker.Input;

namespace Triage.Tests.Worker.Input;

public sealed class OrderedWindowTests
{
    private readonly List<TaskCompletionSource<int>> _started = [];

    [Fact]
    public async Task Results_come_in_the_order_of_the_items_whatever_is_done_first()
    {
        var results = TakeAsync(ThreeAsync(), window: 3);
        _started[2].SetResult(3);
        _started[1].SetResult(2);
        _started[0].SetResult(1);

        Assert.Equal([1, 2, 3], await results);
    }

    [Fact]
    public async Task No_more_items_are_in_work_than_the_window_holds()
    {
        var results = TakeAsync(ThreeAsync(), window: 2);
        Assert.Equal(2, _started.Count);

        _started[1].SetResult(2);
        Assert.Equal(2, _started.Count); // the first is not given yet

        _started[0].SetResult(1);
        await UntilStartedAsync(3);
        _started[2].SetResult(3);
        Assert.Equal([1, 2, 3], await results);
    }

    [Fact]
    public async Task A_result_does_not_wait_for_the_next_item()
    {
        var items = Channel.CreateUnbounded<int>();
        items.Writer.TryWrite(1);

        await using var results = items.Reader.ReadAllAsync()
            .SelectInOrderAsync(8, (item, _) => Task.FromResult(item), default).GetAsyncEnumerator();

        Assert.True(await results.MoveNextAsync());
        Assert.Equal(1, results.Current);
        items.Writer.Complete();
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task A_failure_stops_what_else_is_in_work()
    {
        var stopped = new TaskCompletionSource();
        var results = AsyncItems(1, 2).SelectInOrderAsync(2, Work, default).GetAsyncEnumerator();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await results.MoveNextAsync());
        await stopped.Task;

        async Task<int> Work(int item, CancellationToken cancellation)
        {
            await Task.Yield();
            if (item == 1)
            {
                throw new InvalidOperationException();
            }

            using var registration = cancellation.Register(stopped.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return item;
        }
    }

    [Fact]
    public async Task A_source_that_fails_fails_after_the_results_before_it()
    {
        var results = Failing().SelectInOrderAsync(8, (item, _) => Task.FromResult(item), default).GetAsyncEnumerator();

        Assert.True(await results.MoveNextAsync());
        await Assert.ThrowsAsync<IOException>(async () => await results.MoveNextAsync());

        static async IAsyncEnumerable<int> Failing()
        {
            yield return 1;
            await Task.Yield();
            throw new IOException();
        }
    }

    private static IAsyncEnumerable<int> ThreeAsync() => AsyncItems(1, 2, 3);

    private static async IAsyncEnumerable<int> AsyncItems(params int[] items)
    {
        await Task.CompletedTask;
        foreach (var item in items)
        {
            yield return item;
        }
    }

    private async Task<List<int>> TakeAsync(IAsyncEnumerable<int> items, int window)
    {
        var taken = new List<int>();
        await foreach (var result in items.SelectInOrderAsync(window, Start, default))
        {
            taken.Add(result);
        }

        return taken;

        Task<int> Start(int item, CancellationToken cancellation)
        {
            var work = new TaskCompletionSource<int>();
            lock (_started)
            {
                _started.Add(work);
                Monitor.PulseAll(_started);
            }

            return work.Task;
        }
    }

    private Task UntilStartedAsync(int count) => Task.Run(() =>
    {
        lock (_started)
        {
            while (_started.Count < count)
            {
                Monitor.Wait(_started);
            }
        }
    });
}
