using System.Text.Json;
using Triage.Decisions;
using Triage.Worker.Evaluation;
using static Triage.Tests.Worker.Evaluation.Labelled;

namespace Triage.Tests.Worker.Evaluation;

public sealed class ScorecardTests
{
    private readonly Scorecard _scorecard = new(Model, escalationThreshold: 0.5);

    [Fact]
    public void Intent_sentiment_and_escalation_are_compared_with_what_people_said()
    {
        _scorecard.Add(Truth("get_refund", "negative", true, "severe_anger"), Predicted("get_refund", 0.9, "negative", 0.8, "severe_anger"), Decided(DecisionAction.Route));
        _scorecard.Add(Truth("get_refund", "neutral", true), Predicted("other", 0.6, "neutral", 0.4), Decided(DecisionAction.Route));
        _scorecard.Add(Truth("other", "neutral"), Predicted("other", 0.8, "positive", 0.6, "severe_anger"), Decided(DecisionAction.Route));
        _scorecard.Add(Truth("other", "neutral"), Predicted("other", 0.9, "neutral", 0.1), Decided(DecisionAction.Route));

        var report = Report();

        Assert.Equal((0.75, 1.0), (report.Intent.Accuracy, report.Intent.Top3Accuracy));
        Assert.Equal((2.0 / 3 + 0.8) / 2, report.Intent.MacroF1!.Value, precision: 12);
        Assert.Equal(0.75, report.Sentiment.Accuracy);
        Assert.Equal((1 + 2.0 / 3) / 2, report.Escalation.AveragePrecision!.Value, precision: 12); // ranks 1 and 3
        Assert.Equal((0.5, 0.5), (report.Escalation.AtThreshold.Precision, report.Escalation.AtThreshold.Recall));
        Assert.Equal((2.0 / 3, 2.0 / 3), (report.Reasons.MacroF1, report.Reasons.MicroF1));
    }

    [Fact]
    public void Coverage_is_what_needs_no_person()
    {
        _scorecard.Add(Truth("other"), Predicted("get_refund"), Decided(DecisionAction.HumanReview));
        _scorecard.Add(Truth("other"), Predicted("get_refund"), Decided(DecisionAction.Route));
        _scorecard.Add(Truth("other"), Predicted("other"), Decided(DecisionAction.SuggestReply));
        _scorecard.Add(Truth("other"), Predicted("other"), Decided(DecisionAction.AutoReply));

        var report = Report();

        Assert.Equal(0.75, report.Coverage);
        Assert.Equal(new Proportion(2, 3), report.CoveredPrecision);
    }

    [Fact]
    public void An_escalating_ticket_that_would_be_answered_is_counted_even_where_its_intent_is_right()
    {
        _scorecard.Add(Truth("other", escalates: true), Predicted("other", escalation: 0.1), Decided(DecisionAction.AutoReply));
        _scorecard.Add(Truth("other", escalates: true), Predicted("other", escalation: 0.9), Decided(DecisionAction.Route));
        _scorecard.Add(Truth("get_refund"), Predicted("other"), Decided(DecisionAction.AutoReply));

        var replies = Report().Replies;

        Assert.Equal(new Proportion(2, 3), replies.Answered);
        Assert.Equal(new Proportion(1, 2), replies.Precision);
        Assert.Equal(new Proportion(1, 2), replies.EscalatingAnswered);
    }

    [Fact]
    public void The_report_has_its_fixed_keys_as_numbers()
    {
        _scorecard.Add(Truth("other", escalates: true, reasons: "severe_anger"), Predicted("other"), Decided(DecisionAction.Route));

        var json = JsonSerializer.SerializeToElement(Report(), EvaluationJson.Default.EvaluationReport);

        Assert.Equal(1, json.GetProperty("intent").GetProperty("accuracy").GetDouble());
        Assert.Equal(1, json.GetProperty("sentiment").GetProperty("accuracy").GetDouble());
        Assert.Equal(1, json.GetProperty("escalation").GetProperty("averagePrecision").GetDouble());
        Assert.Equal(0, json.GetProperty("reasons").GetProperty("macroF1").GetDouble());
        Assert.Equal(1, json.GetProperty("coverage").GetDouble());
    }

    [Fact]
    public void A_report_without_tickets_has_nulls_and_no_numbers_that_mean_nothing()
    {
        var report = Report();

        Assert.Null(report.Intent.Accuracy);
        Assert.Null(report.Escalation.AveragePrecision);
        Assert.Null(report.Coverage);
    }

    private EvaluationReport Report() => _scorecard.ToReport(new LineCounts(_scorecard.Count, _scorecard.Count, 0, 0));
}
