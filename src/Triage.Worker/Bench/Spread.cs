namespace Triage.Worker.Bench;

/// <summary>One figure over several rounds.</summary>
/// <param name="Median">The mean of the middle two where their number is even.</param>
internal sealed record Spread(double Median, double Least, double Most)
{
    /// <exception cref="ArgumentException">There are no rounds.</exception>
    public static Spread Of(IReadOnlyCollection<double> rounds)
    {
        if (rounds.Count == 0)
        {
            throw new ArgumentException("A spread needs at least one round.", nameof(rounds));
        }

        double[] sorted = [.. rounds.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
