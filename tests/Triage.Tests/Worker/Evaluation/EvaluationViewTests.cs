using Triage.Decisions;
using Triage.Worker.Evaluation;
using static Triage.Tests.Worker.Evaluation.Labelled;

namespace Triage.Tests.Worker.Evaluation;

public sealed class EvaluationViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Every_line_fits_the_terminal(int width) =>
        Assert.All(Show(width, new LineCounts(2, 2, 0, 0)).Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));

    [Fact]
    public void Lines_that_were_left_out_are_named_and_counted()
    {
        var text = Show(120, new LineCounts(9, 2, 3, 4) { Problems = [new LineProblem(7, "has no 'labels' object")] });

        Assert.Contains("7 of 9 lines were left out: 3 no tickets, 4 without usable labels", text);
        Assert.Contains("line 7 has no 'labels' object", text);
        Assert.Contains("and 6 more", text);
    }

    [Fact]
    public void The_answered_escalations_stand_with_what_the_numbers_can_prove() =>
        Assert.Contains("0 of 1 (95 % interval up to 79.3 %)", Show(120, new LineCounts(2, 2, 0, 0)));

    private static string Show(int width, LineCounts lines)
    {
        var scorecard = new Scorecard(Model, escalationThreshold: 0.5);
        scorecard.Add(Truth("other", escalates: true), Predicted("other"), Decided(DecisionAction.Route));
        scorecard.Add(Truth("get_refund"), Predicted("other"), Decided(DecisionAction.AutoReply));
        return ConsoleText.Of(width, console => EvaluationView.Write(console, scorecard.ToReport(lines), Model.Identity));
    }
}
