using Triage.Worker.Bench;

namespace Triage.Tests.Worker.Bench;

public sealed class ThroughputFiguresTests
{
    private readonly ThroughputFigures _figures = ThroughputFigures.Of(
        worker: [80, 60, 90],
        new Dictionary<int, List<double>> { [8] = [100, 120, 90], [1] = [10, 11, 12], [16] = [200, 50, 60] });

    [Fact]
    public void The_limit_is_the_batch_with_the_best_median_not_the_luckiest_round() => Assert.Equal(8, _figures.BestBatch);

    [Fact]
    public void The_ratio_compares_what_ran_in_the_same_round() => Assert.Equal(new Spread(0.8, 0.5, 1.0), _figures.Ratio);

    [Fact]
    public void Batch_sizes_are_in_order() => Assert.Equal([1, 8, 16], _figures.Bare.Select(b => b.Batch));
}
