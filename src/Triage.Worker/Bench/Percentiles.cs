namespace Triage.Worker.Bench;

/// <summary>Latencies in milliseconds, each one that was observed (nearest rank): half of all were at most <paramref name="P50"/>.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    /// <exception cref="ArgumentException">There are no latencies.</exception>
    public static Percentiles Of(IReadOnlyCollection<TimeSpan> latencies)
    {
        if (latencies.Count == 0)
        {
            throw new ArgumentException("Percentiles need at least one latency.", nameof(latencies));
        }

        double[] sorted = [.. latencies.Select(l => l.TotalMilliseconds).Order()];
        return new Percentiles(Rank(0.50), Rank(0.95), Rank(0.99), sorted[^1]);

        double Rank(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
