using Microsoft.Extensions.Logging;
using Triage.Inference;
using Triage.Transports;
using Triage.Worker.Composition;
using Triage.Worker.Output;

namespace Triage.Worker.Bench;

/// <summary>
/// Measures worker and bare model in interleaved rounds of one process, so that heat, neighbours and the scheduler weigh on
/// both alike.
/// </summary>
internal sealed class BenchRun(Parts parts, BareModel model, TimeProvider time, ILoggerFactory loggers, ProgressLine progress)
{
    private const int WarmUpTickets = 64;
    private const int LeastTickets = 256;
    private static readonly TimeSpan Pass = TimeSpan.FromSeconds(3);

    private readonly WorkerRun _worker = new(parts, time, loggers);

    /// <param name="count">Tickets of a pass; null for what the bare model does in 3 s, and at least 256.</param>
    public async Task<BenchReport> RunAsync(BenchTickets tickets, int? count, int rounds, CancellationToken cancellation)
    {
        progress.Show($"warming up");
        var first = Math.Min(count ?? WarmUpTickets, WarmUpTickets);
        await _worker.MeasureThroughputAsync(tickets.Messages(first), cancellation);
        var warm = new BareRun(model, tickets.TextsOf(first), time);
        warm.Measure(batchSize: 16, cancellation);
        var passed = count ?? Math.Max(LeastTickets, (int)(warm.Measure(batchSize: 16, cancellation) * Pass.TotalSeconds));

        var bare = new BareRun(model, tickets.TextsOf(passed), time);
        var throughput = await MeasureThroughputAsync(tickets, bare, passed, rounds, cancellation);
        progress.Show($"latency");
        var latency = await MeasureLatencyAsync(tickets.Messages(passed), throughput, cancellation);
        progress.Show($"queue and disk");
        return new BenchReport
        {
            Setting = new(
                $"{parts.Classifier.Model.Identity.Name} {parts.Classifier.Model.Identity.Version}",
                model.Device, Environment.ProcessorCount, passed, bare.MeanTokens, rounds),
            Throughput = throughput,
            Latency = latency,
            Queue = await new QueueRun(time).MeasureAsync(tickets.Messages(passed), cancellation),
        };
    }

    private async Task<ThroughputFigures> MeasureThroughputAsync(
        BenchTickets tickets, BareRun bare, int count, int rounds, CancellationToken cancellation)
    {
        var messages = tickets.Messages(count);
        var ofWorker = new List<double>();
        var ofBare = BareRun.BatchSizes.ToDictionary(size => size, _ => new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            progress.Show($"round {round} of {rounds}: worker, {count:N0} tickets");
            ofWorker.Add(await _worker.MeasureThroughputAsync(messages, cancellation));
            foreach (var size in BareRun.BatchSizes)
            {
                progress.Show($"round {round} of {rounds}: bare model, batch {size}");
                ofBare[size].Add(await Task.Run(() => bare.Measure(size, cancellation), cancellation));
            }
        }

        return ThroughputFigures.Of(ofWorker, ofBare);
    }

    /// <summary>At half of what the worker can do: busy, and with room for what arrives together.</summary>
    private async Task<LatencyFigures> MeasureLatencyAsync(
        IReadOnlyList<OutgoingMessage> messages, ThroughputFigures throughput, CancellationToken cancellation)
    {
        var rate = throughput.Worker.Median / 2;
        var latencies = await _worker.MeasureLatencyAsync(messages, rate, cancellation);
        var oneByOne = throughput.Bare.Single(b => b.Batch == 1).TicketsPerSecond.Median;
        return new LatencyFigures(
            rate, messages.Count, Percentiles.Of(latencies), 1000 / oneByOne, parts.Settings.Model.ToOptions().Linger.TotalMilliseconds);
    }
}
