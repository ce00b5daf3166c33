using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Triage.Worker.Input;

internal static class OrderedWindow
{
    /// <summary>
    /// Works on up to <paramref name="window"/> items at once and gives each result as soon as those before it are given.
    /// The window bounds what is held, so memory does not grow with the input.
    /// </summary>
    public static async IAsyncEnumerable<TResult> SelectInOrderAsync<T, TResult>(
        this IAsyncEnumerable<T> items,
        int window,
        Func<T, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(window);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Channel.CreateUnbounded<Task<TResult>>(); // the places bound it
        var starting = StartAsync();
        try
        {
            await foreach (var next in running.Reader.ReadAllAsync(cancellation))
            {
                var result = await next;
                places.Release();
                yield return result;
            }
        }
        finally
        {
            // Reached early where an item failed or the caller stopped: nothing may run on unobserved.
            await stop.CancelAsync();
            await starting;
            await foreach (var left in running.Reader.ReadAllAsync(CancellationToken.None))
            {
                await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        async Task StartAsync()
        {
            Exception? failure = null;
            try
            {
                await foreach (var item in items.WithCancellation(stop.Token))
                {
                    await places.WaitAsync(stop.Token);
                    running.Writer.TryWrite(work(item, stop.Token));
                }
            }
            catch (Exception e)
            {
                failure = e; // the consumer's, after the results before it
            }

            running.Writer.Complete(failure);
        }
    }
}
