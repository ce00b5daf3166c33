using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Publishing;

/// <summary>
/// What was found in a ticket and decided for it, in its JSON shape: a line of <c>triage classify</c>, and the parts that the
/// routed event shares with it. Probabilities are rounded to six decimals.
/// </summary>
/// <param name="Entities">Offsets in UTF-16 units of the field as received.</param>
public sealed record ClassifiedTicket(
    string Id,
    string Language,
    IntentJson Intent,
    SentimentJson Sentiment,
    EscalationJson Escalation,
    DecisionJson Decision,
    IReadOnlyList<EntityJson> Entities)
{
    public static ClassifiedTicket From(ReadTicket ticket, TicketLabels labels, Decision decision, DecisionPolicy policy) => new(
        ticket.Ticket.Id,
        ticket.Language.Tag,
        IntentJson.From(labels),
        SentimentJson.From(labels, policy.Model.Sentiments),
        EscalationJson.From(labels, policy),
        DecisionJson.From(decision),
        [.. ticket.Entities.Select(EntityJson.From)]);
}

/// <summary>A line of <c>triage classify</c> for an input line that is no ticket.</summary>
/// <param name="Id">The ticket's id where it could be read.</param>
/// <param name="Line">Position in the input, from 1.</param>
public sealed record RejectedLine(string? Id, int Line, RejectionJson Error)
{
    public static RejectedLine From(Rejection rejection, int line) =>
        new(rejection.TicketId, line, new RejectionJson(rejection.Reason, rejection.Description));
}

public sealed record RejectionJson(string Reason, string Description);

public sealed record LabelJson(string Label, double Probability)
{
    internal static LabelJson From(LabelProbability label) => new(label.Label, Rounded(label.Probability));

    /// <summary>Six decimals: more than calibration means, and the same text on every machine.</summary>
    internal static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : 0;
}

/// <param name="Alternatives">The two next likely.</param>
public sealed record IntentJson(string Label, double Probability, IReadOnlyList<LabelJson> Alternatives)
{
    internal static IntentJson From(TicketLabels labels) => new(
        labels.Intent.Label,
        LabelJson.Rounded(labels.Intent.Probability),
        [.. labels.Intents.Skip(1).Take(2).Select(LabelJson.From)]);
}

/// <param name="Score">P(positive) − P(negative), −1 to 1.</param>
public sealed record SentimentJson(string Label, double Score, IReadOnlyDictionary<string, double> Probabilities)
{
    internal static SentimentJson From(TicketLabels labels, IReadOnlyList<string> order) => new(
        labels.Sentiment.Label,
        LabelJson.Rounded(labels.SentimentScore),
        labels.Sentiments
            .OrderBy(s => order.Index().FirstOrDefault(o => o.Item == s.Label).Index)
            .ToDictionary(s => s.Label, s => LabelJson.Rounded(s.Probability)));
}

/// <param name="Label"><c>escalate</c> or <c>routine</c>.</param>
/// <param name="Probability">P(escalate).</param>
public sealed record EscalationJson(string Label, double Probability, IReadOnlyList<string> Reasons)
{
    internal static EscalationJson From(TicketLabels labels, DecisionPolicy policy) => new(
        policy.Escalates(labels) ? "escalate" : "routine", LabelJson.Rounded(labels.Escalation), labels.Reasons);
}

public sealed record DecisionJson(
    string Action, string Team, string Priority, string Mode, string? Template, IReadOnlyList<DecisionReason> Reasons)
{
    internal static DecisionJson From(Decision decision) => new(
        decision.Action.WireName(),
        decision.Team,
        decision.Priority.WireName(),
        decision.Mode.WireName(),
        decision.Template,
        decision.Reasons);
}

public sealed record EntityJson(string Type, string Field, int Start, int Length)
{
    internal static EntityJson From(Entity entity) =>
        new(entity.Type.WireName(), entity.Field.WireName(), entity.Start, entity.Length);
}
