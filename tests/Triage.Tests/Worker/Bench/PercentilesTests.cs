using Triage.Worker.Bench;

namespace Triage.Tests.Worker.Bench;

public sealed class PercentilesTests
{
    [Fact]
    public void A_percentile_is_a_latency_that_was_seen() =>
        Assert.Equal(new Percentiles(50, 95, 99, 100), Of(Enumerable.Range(1, 100).Reverse()));

    [Fact]
    public void With_few_tickets_the_tail_is_the_slowest() => Assert.Equal(new Percentiles(2, 3, 3, 3), Of([1, 3, 2]));

    [Fact]
    public void One_ticket_is_every_percentile() => Assert.Equal(new Percentiles(4, 4, 4, 4), Of([4]));

    [Fact]
    public void No_tickets_are_an_error() => Assert.Throws<ArgumentException>(() => Of([]));

    private static Percentiles Of(IEnumerable<int> milliseconds) =>
        Percentiles.Of([.. milliseconds.Select(ms => TimeSpan.FromMilliseconds(ms))]);
}
