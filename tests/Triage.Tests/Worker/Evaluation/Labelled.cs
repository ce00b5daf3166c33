using Triage.Classification;
using Triage.Decisions;
using Triage.Worker.Evaluation;

namespace Triage.Tests.Worker.Evaluation;

/// <summary>A small taxonomy, and tickets with labels from it.</summary>
internal static class Labelled
{
    public static ModelProfile Model { get; } = new()
    {
        Identity = new ModelIdentity("tiny", "1.0.0", new string('a', 64), "1"),
        Languages = ["en"],
        Intents = ["get_refund", "other"],
        Sentiments = ["negative", "neutral", "positive"],
        Reasons = ["severe_anger"],
        IntentThreshold = 0.5,
        IntentMargin = 0.1,
        EscalationThreshold = 0.5,
        ReplyEscalationThreshold = 0.5,
        AutoReply = new Dictionary<string, AutoReplyEvidence>(),
    };

    public static TrueLabels Truth(string intent, string sentiment = "neutral", bool escalates = false, params string[] reasons) =>
        new(intent, sentiment, escalates, reasons);

    public static TicketLabels Predicted(
        string intent, double probability = 0.9, string sentiment = "neutral", double escalation = 0.1, params string[] reasons) => new()
    {
        Intents = Rank(Model.Intents, intent, probability),
        Sentiments = Rank(Model.Sentiments, sentiment, 0.8),
        Escalation = escalation,
        Reasons = reasons,
    };

    public static Decision Decided(DecisionAction action) =>
        new() { Action = action, Team = "support", Priority = Priority.Normal, Mode = ReplyMode.Auto, Reasons = [] };

    private static IReadOnlyList<LabelProbability> Rank(IReadOnlyList<string> labels, string first, double probability) =>
        [new(first, probability), .. labels.Where(l => l != first).Select(l => new LabelProbability(l, (1 - probability) / (labels.Count - 1)))];
}
