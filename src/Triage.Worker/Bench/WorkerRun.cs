using Microsoft.Extensions.Logging;
using Triage.Transports;
using Triage.Worker.Commands;
using Triage.Worker.Composition;
using Triage.Worker.Embedded;

namespace Triage.Worker.Bench;

/// <summary>The worker as it is, each time on a queue of its own.</summary>
internal sealed class WorkerRun(Parts parts, TimeProvider time, ILoggerFactory loggers)
{
    private const int SendBatch = 256;

    /// <summary>All tickets lie on the queue before the first is received.</summary>
    /// <returns>Tickets a second, from the first receive to the last committed result.</returns>
    public async Task<double> MeasureThroughputAsync(IReadOnlyList<OutgoingMessage> tickets, CancellationToken cancellation)
    {
        await using var queue = new TemporaryQueue(time);
        foreach (var batch in tickets.Chunk(SendBatch))
        {
            await queue.Transport.SendAsync(Topology.Tickets, batch, cancellation);
        }

        await PumpAsync(queue, tickets.Count, () => Task.CompletedTask, cancellation);
        return tickets.Count / queue.Watch.Elapsed.TotalSeconds;
    }

    /// <summary>Tickets arrive at random (a Poisson process) and whether or not the worker keeps up.</summary>
    /// <param name="rate">Mean arrivals a second.</param>
    /// <returns>For each ticket the time from when it was due on the queue to its committed result, so a late arrival hides no wait.</returns>
    public async Task<IReadOnlyList<TimeSpan>> MeasureLatencyAsync(
        IReadOnlyList<OutgoingMessage> tickets, double rate, CancellationToken cancellation)
    {
        await using var queue = new TemporaryQueue(time);
        await queue.Transport.CheckAsync(cancellation);
        var due = Arrivals.Poisson(tickets.Count, rate);
        var started = time.GetTimestamp();
        await PumpAsync(queue, tickets.Count, SendAllAsync, cancellation);
        return [.. tickets.Select((ticket, i) => time.GetElapsedTime(started, queue.Watch.SettledAt(ticket.MessageId)) - due[i])];

        async Task SendAllAsync()
        {
            for (var sent = 0; sent < tickets.Count;)
            {
                var now = time.GetElapsedTime(started);
                OutgoingMessage[] batch = [.. tickets.Skip(sent).Take(SendBatch).TakeWhile((_, i) => due[sent + i] <= now)];
                if (batch.Length > 0)
                {
                    await queue.Transport.SendAsync(Topology.Tickets, batch, cancellation);
                    sent += batch.Length;
                }
                else
                {
                    await Task.Delay(due[sent] - now, time, cancellation);
                }
            }
        }
    }

    private async Task PumpAsync(TemporaryQueue queue, int count, Func<Task> sendAsync, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var settled = queue.Watch.WhenSettledAsync(count);
        var pump = queue.CreatePump(parts, loggers);
        var pumping = pump.RunAsync(untilEmpty: false, done.Token, abandon: cancellation);
        await sendAsync();
        await Task.WhenAny(settled, pumping);
        await done.CancelAsync();
        await pumping;
        cancellation.ThrowIfCancellationRequested();
        if (pump.Counts.Completed != count)
        {
            throw new CommandException($"Of {count:N0} tickets only {pump.Counts.Completed:N0} were completed; the log above says why.");
        }
    }
}
