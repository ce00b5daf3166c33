using System.Text.Json.Serialization;

namespace Triage.Worker.Bench;

/// <summary>What <c>bench --json</c> prints. Each figure stands beside the physical limit that it is to be compared with.</summary>
internal sealed record BenchReport
{
    public required BenchSetting Setting { get; init; }

    public required ThroughputFigures Throughput { get; init; }

    public required LatencyFigures Latency { get; init; }

    public required QueueFigures Queue { get; init; }
}

/// <param name="Device">Where the model runs and why.</param>
/// <param name="MeanTokens">Mean length of the tickets in tokens.</param>
internal sealed record BenchSetting(string Model, string Device, int Processors, int Tickets, double MeanTokens, int Rounds);

/// <summary>Tickets a second, over interleaved rounds.</summary>
/// <param name="Worker">From the queue to the committed result.</param>
/// <param name="Bare">The session alone: encoded before, sorted by length over all tickets.</param>
/// <param name="BestBatch">The batch size with the highest median of <paramref name="Bare"/>.</param>
/// <param name="Ratio">Worker over bare model at its best batch, round by round.</param>
internal sealed record ThroughputFigures(Spread Worker, IReadOnlyList<BareFigure> Bare, int BestBatch, Spread Ratio)
{
    /// <param name="worker">A figure for each round.</param>
    /// <param name="bare">A figure for each round, by batch size.</param>
    public static ThroughputFigures Of(IReadOnlyList<double> worker, IReadOnlyDictionary<int, List<double>> bare)
    {
        BareFigure[] figures = [.. bare.OrderBy(b => b.Key).Select(b => new BareFigure(b.Key, Spread.Of(b.Value)))];
        var best = figures.MaxBy(f => f.TicketsPerSecond.Median)!.Batch;
        return new ThroughputFigures(Spread.Of(worker), figures, best, Spread.Of([.. worker.Zip(bare[best], (w, b) => w / b)]));
    }
}

internal sealed record BareFigure(int Batch, Spread TicketsPerSecond);

/// <param name="TicketsPerSecond">Load: tickets arrive at random, this many a second on average.</param>
/// <param name="Milliseconds">From when a ticket was due on the queue to its committed result.</param>
/// <param name="BareMilliseconds">The session alone, a ticket at a time.</param>
/// <param name="LingerMilliseconds">Longest that a ticket waits for batch mates while the model is idle.</param>
internal sealed record LatencyFigures(
    double TicketsPerSecond, int Tickets, Percentiles Milliseconds, double BareMilliseconds, double LingerMilliseconds);

/// <param name="CompletionsPerSecond">Received and completed with one output each, without reading or labelling.</param>
/// <param name="DiskFlushesPerSecond">Writes of 4 KiB that the disk confirmed one by one; commits that wait together share one.</param>
internal sealed record QueueFigures(double CompletionsPerSecond, double DiskFlushesPerSecond);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
