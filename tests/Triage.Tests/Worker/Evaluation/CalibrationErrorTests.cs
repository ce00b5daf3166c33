using Triage.Worker.Evaluation;

namespace Triage.Tests.Worker.Evaluation;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void Probabilities_that_come_true_as_often_as_they_say_have_none() =>
        Assert.Equal(0, CalibrationError.Of([.. Outcomes(0.75, right: 3, of: 4)])!.Value, precision: 12);

    [Fact]
    public void Each_bin_weighs_by_its_tickets()
    {
        // 4 tickets at 0.95 of which half are right (off by 0.45), 6 at 0.5 of which 3 are (off by 0).
        var value = CalibrationError.Of([.. Outcomes(0.95, right: 2, of: 4), .. Outcomes(0.5, right: 3, of: 6)]);

        Assert.Equal(0.4 * 0.45, value!.Value, precision: 12);
    }

    [Fact]
    public void Errors_in_opposite_directions_cancel_only_inside_a_bin()
    {
        // 0.61 and 0.65 share (9/15, 10/15]: the bin says 0.63 on average and half come true. 0.65 and 0.68 do not share one.
        Assert.Equal(0.13, CalibrationError.Of([new(0.61, true), new(0.65, false)])!.Value, precision: 12);
        Assert.Equal((0.35 + 0.68) / 2, CalibrationError.Of([new(0.65, true), new(0.68, false)])!.Value, precision: 12);
    }

    [Fact]
    public void Certainty_has_a_bin_too() =>
        Assert.Equal(0.5, CalibrationError.Of([new(1, false), new(0, false)])!.Value, precision: 12);

    [Fact]
    public void Without_tickets_there_is_none() => Assert.Null(CalibrationError.Of([]));

    private static IEnumerable<ScoredOutcome> Outcomes(double probability, int right, int of) =>
        Enumerable.Range(0, of).Select(i => new ScoredOutcome(probability, i < right));
}
