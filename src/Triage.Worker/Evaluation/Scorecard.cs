using Triage.Classification;
using Triage.Decisions;

namespace Triage.Worker.Evaluation;

/// <summary>Compares what people said of tickets with what the model said and what the policy decided.</summary>
/// <param name="model">Its labels are the taxonomy.</param>
/// <param name="escalationThreshold">The policy's: at or above it a ticket escalates.</param>
/// <remarks>Keeps a few numbers a ticket, never its text. One thread at a time.</remarks>
internal sealed class Scorecard(ModelProfile model, double escalationThreshold)
{
    private readonly LabelCounts _intents = new(model.Intents);
    private readonly LabelCounts _sentiments = new(model.Sentiments);
    private readonly LabelCounts _escalations = new(["escalate", "routine"]);
    private readonly LabelCounts _reasons = new(model.Reasons);
    private readonly List<ScoredOutcome> _intentOutcomes = [];
    private readonly List<ScoredOutcome> _sentimentOutcomes = [];
    private readonly List<ScoredOutcome> _escalationOutcomes = [];
    private int _inTop3, _covered, _coveredRight, _answered, _answeredRight, _escalating, _escalatingAnswered;

    public int Count => _intentOutcomes.Count;

    public void Add(TrueLabels truth, TicketLabels labels, Decision decision)
    {
        var intentRight = labels.Intent.Label == truth.Intent;
        var escalates = labels.Escalation >= escalationThreshold;

        _intents.Add([truth.Intent], [labels.Intent.Label]);
        _sentiments.Add([truth.Sentiment], [labels.Sentiment.Label]);
        _escalations.Add([truth.Escalates ? "escalate" : "routine"], [escalates ? "escalate" : "routine"]);
        _reasons.Add(truth.Reasons, labels.Reasons);
        _intentOutcomes.Add(new(labels.Intent.Probability, intentRight));
        _sentimentOutcomes.Add(new(labels.Sentiment.Probability, labels.Sentiment.Label == truth.Sentiment));
        _escalationOutcomes.Add(new(labels.Escalation, truth.Escalates));

        _inTop3 += One(labels.Intents.Take(3).Any(i => i.Label == truth.Intent));
        var covered = decision.Action != DecisionAction.HumanReview;
        _covered += One(covered);
        _coveredRight += One(covered && intentRight);
        var answered = decision.Action == DecisionAction.AutoReply;
        _answered += One(answered);
        _answeredRight += One(answered && intentRight);
        _escalating += One(truth.Escalates);
        _escalatingAnswered += One(truth.Escalates && answered);
    }

    public EvaluationReport ToReport(LineCounts lines)
    {
        var intents = _intents.ToScores();
        var sentiments = _sentiments.ToScores();
        var reasons = _reasons.ToScores();
        return new EvaluationReport
        {
            Lines = lines,
            Intent = new(
                Accuracy(_intentOutcomes), new Proportion(_inTop3, Count).Share, intents.MacroF1(),
                CalibrationError.Of(_intentOutcomes), intents),
            Sentiment = new(
                Accuracy(_sentimentOutcomes), sentiments.MacroF1(), CalibrationError.Of(_sentimentOutcomes), sentiments),
            Escalation = new(
                AveragePrecision.Of(_escalationOutcomes), escalationThreshold, _escalations.ToScores()[0],
                CalibrationError.Of(_escalationOutcomes)),
            Reasons = new(reasons.MacroF1(), reasons.MicroF1(), reasons),
            Coverage = new Proportion(_covered, Count).Share,
            CoveredPrecision = new(_coveredRight, _covered),
            Replies = new(new(_answered, Count), new(_answeredRight, _answered), new(_escalatingAnswered, _escalating)),
        };
    }

    private static double? Accuracy(List<ScoredOutcome> outcomes) =>
        new Proportion(outcomes.Count(o => o.Happened), outcomes.Count).Share;

    private static int One(bool happened) => happened ? 1 : 0;
}
