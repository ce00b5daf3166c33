using Triage.Worker.Bench;

namespace Triage.Tests.Worker.Bench;

public sealed class ArrivalsTests
{
    private readonly IReadOnlyList<TimeSpan> _times = Arrivals.Poisson(10_000, rate: 50);

    [Fact]
    public void Arrivals_come_as_often_as_asked_for() => Assert.InRange(_times[^1].TotalSeconds, 190, 210);

    [Fact]
    public void Time_goes_forward() => Assert.Equal(_times.Order(), _times);

    [Fact]
    public void Gaps_vary_as_much_as_they_last()
    {
        double[] gaps = [.. _times.Zip(_times.Skip(1), (a, b) => (b - a).TotalSeconds)];
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean)));

        Assert.InRange(deviation / mean, 0.95, 1.05); // exponential: 1; evenly spaced: 0
    }

    [Fact]
    public void Two_runs_compare() => Assert.Equal(_times, Arrivals.Poisson(10_000, rate: 50));
}
