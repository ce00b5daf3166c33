using FsCheck.Xunit;
using Triage.Worker.Evaluation;

namespace Triage.Tests.Worker.Evaluation;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void It_is_the_mean_of_the_precisions_at_each_positive()
    {
        // Positives at ranks 1 and 3: (1/1 + 2/3) / 2; scikit-learn's own example gives the same 0.83.
        var value = AveragePrecision.Of([new(0.1, false), new(0.4, false), new(0.35, true), new(0.8, true)]);

        Assert.Equal(0.8333333333333333, value!.Value, precision: 12);
    }

    [Fact]
    public void Equal_scores_are_one_threshold()
    {
        // Above 0.5 one positive of one; at 0.5 one positive more among two: 1/2 · 1 + 1/2 · 2/3.
        ScoredOutcome[] outcomes = [new(0.9, true), new(0.5, false), new(0.5, true), new(0.1, false)];

        Assert.Equal(0.8333333333333333, AveragePrecision.Of(outcomes)!.Value, precision: 12);
        Assert.Equal(0.8333333333333333, AveragePrecision.Of(outcomes.Reverse())!.Value, precision: 12);
    }

    [Fact]
    public void Scores_that_say_nothing_give_the_share_of_positives() =>
        Assert.Equal(0.25, AveragePrecision.Of([new(0.5, false), new(0.5, true), new(0.5, false), new(0.5, false)]));

    [Fact]
    public void Without_positives_there_is_none() => Assert.Null(AveragePrecision.Of([new(0.5, false)]));

    [Property]
    public bool The_order_of_tickets_does_not_matter((byte Score, bool Positive)[] outcomes)
    {
        var scored = outcomes.Select(o => new ScoredOutcome(o.Score / 255.0, o.Positive)).ToArray();

        return AveragePrecision.Of(scored) == AveragePrecision.Of(scored.Reverse());
    }
}
