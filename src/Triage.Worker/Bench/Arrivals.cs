namespace Triage.Worker.Bench;

internal static class Arrivals
{
    /// <summary>Arrival times of a Poisson process, the same in every run, so that two runs compare.</summary>
    /// <param name="rate">Mean arrivals a second.</param>
    public static IReadOnlyList<TimeSpan> Poisson(int count, double rate)
    {
        var random = new Random(Seed: 1);
        var times = new TimeSpan[count];
        var at = 0.0;
        for (var i = 0; i < count; i++)
        {
            at -= Math.Log(1 - random.NextDouble()) / rate;
            times[i] = TimeSpan.FromSeconds(at);
        }

        return times;
    }
}
