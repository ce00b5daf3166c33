using Triage.Worker.Evaluation;

namespace Triage.Tests.Worker.Evaluation;

public sealed class ProportionTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(81, 263, 0.255289, 0.366214)] // Newcombe 1998, table I: 0.2553 to 0.3662
    [InlineData(15, 148, 0.062386, 0.160528)] // Newcombe 1998, table I: 0.0624 to 0.1605
    public void Its_interval_is_Wilsons(int hits, int of, double low, double high)
    {
        var proportion = new Proportion(hits, of);

        Assert.Equal(low, proportion.Low, precision: 4);
        Assert.Equal(high, proportion.High, precision: 4);
    }

    [Fact]
    public void None_among_many_is_not_proven_to_be_never() => Assert.InRange(new Proportion(0, 80).High, 0.03, 0.05);

    [Fact]
    public void Nothing_counted_says_nothing()
    {
        var proportion = new Proportion(0, 0);

        Assert.Null(proportion.Share);
        Assert.Equal((0, 1), (proportion.Low, proportion.High));
    }
}
