using Triage.Worker.Bench;

namespace Triage.Tests.Worker.Bench;

public sealed class SpreadTests
{
    [Fact]
    public void An_odd_number_of_rounds_has_a_middle_one() => Assert.Equal(new Spread(3, 1, 9), Spread.Of([9, 1, 3]));

    [Fact]
    public void An_even_number_of_rounds_has_a_mean_of_two() => Assert.Equal(new Spread(2.5, 1, 9), Spread.Of([9, 1, 2, 3]));

    [Fact]
    public void One_round_has_no_spread() => Assert.Equal(new Spread(7, 7, 7), Spread.Of([7]));

    [Fact]
    public void No_rounds_are_an_error() => Assert.Throws<ArgumentException>(() => Spread.Of([]));
}
