using System.Globalization;
using Triage.Classification;
using Triage.Tickets;

namespace Triage.Decisions;

/// <summary>How far decisions may go where they are used.</summary>
public sealed record DecisionOptions
{
    /// <summary>For the worker: sample rules reach no customer, and without a count nothing is sent.</summary>
    public static DecisionOptions Live { get; } = new();

    /// <summary>For <c>classify</c>, <c>evaluate</c> and <c>demo</c>, which reach no customer.</summary>
    public static DecisionOptions DryRun { get; } = new() { CapSampleRules = false, TakeUnknownCountAsZero = true };

    /// <summary>Caps every mode at suggest while the rules are a sample.</summary>
    public bool CapSampleRules { get; init; } = true;

    /// <summary>
    /// False caps a ticket at a suggested reply where nobody knows how many replies its customer had today; true takes the
    /// count as 0.
    /// </summary>
    public bool TakeUnknownCountAsZero { get; init; }
}

/// <summary>
/// Decides what happens to a ticket: a pure function of its labels, the ticket, the rules and the count of replies.
/// Every condition that holds is reported and lowers the furthest action that is possible:
/// <list type="number">
/// <item>unsupported language, intent <c>other</c>, low confidence or margin: <see cref="DecisionAction.HumanReview"/>;</item>
/// <item>a failed condition for a reply, or mode off or shadow: <see cref="DecisionAction.Route"/>;</item>
/// <item>mode suggest, an uncounted customer, a probability under the intent's own threshold for automatic replies, or one of
/// escalation that is not under theirs:
/// <see cref="DecisionAction.SuggestReply"/>;</item>
/// <item>otherwise <see cref="DecisionAction.AutoReply"/>, which therefore has no reasons.</item>
/// </list>
/// Comparisons are written so that a value that is not a number never leads to a reply.
/// </summary>
public sealed class DecisionPolicy
{
    private const string Other = "other";
    private const string SecurityOrFraud = "security_or_fraud";

    private readonly DecisionOptions _options;
    private readonly double _intentThreshold;
    private readonly double _margin;

    /// <exception cref="RulesException">The rules do not fit the model.</exception>
    public DecisionPolicy(Rules rules, ModelProfile model, DecisionOptions options)
    {
        if (rules.ProblemsWith(model) is { Count: > 0 } problems)
        {
            throw new RulesException(rules.Path, problems);
        }

        Rules = rules;
        Model = model;
        _options = options;
        _intentThreshold = rules.Thresholds.Intent ?? model.IntentThreshold;
        _margin = rules.Thresholds.Margin ?? model.IntentMargin;
        EscalationThreshold = rules.Thresholds.Escalation ?? model.EscalationThreshold;
    }

    public Rules Rules { get; }

    public ModelProfile Model { get; }

    /// <summary>At or above this probability a ticket escalates.</summary>
    public double EscalationThreshold { get; }

    public bool Escalates(TicketLabels labels) => !(labels.Escalation < EscalationThreshold);

    /// <summary>Decides. Never throws, whatever the labels say.</summary>
    /// <param name="repliesToday">Automatic replies that the customer already had this UTC day; null where nobody counted.</param>
    public Decision Decide(ReadTicket ticket, TicketLabels labels, int? repliesToday)
    {
        var intent = labels.Intent.Label;
        var probability = labels.Intent.Probability;
        var rule = Rules.Intents.GetValueOrDefault(intent);
        var language = ticket.Language.Tag;
        var template = rule?.Template is null ? null : ReplyTemplates.Name(rule.Template, language);
        var (mode, modeReason) = ModeOf(rule, template);
        var escalates = Escalates(labels);
        var security = intent == SecurityOrFraud || labels.Reasons.Contains(SecurityOrFraud);

        var action = DecisionAction.AutoReply;
        var reasons = new List<DecisionReason>();

        // 1. What the model cannot be trusted with goes to a person.
        if (!Model.Languages.Contains(language))
        {
            AtMost(DecisionAction.HumanReview, ReasonCode.LanguageNotSupported,
                $"'{language}' is none of the model's languages ({string.Join(", ", Model.Languages)})");
        }

        if (intent == Other)
        {
            AtMost(DecisionAction.HumanReview, ReasonCode.OutOfScope, "the intent is 'other'");
        }

        if (!(probability >= _intentThreshold))
        {
            AtMost(DecisionAction.HumanReview, ReasonCode.LowConfidence,
                $"{intent} at {Number(probability)} is under {Number(_intentThreshold)}");
        }

        if (!(labels.Margin >= _margin))
        {
            AtMost(DecisionAction.HumanReview, ReasonCode.SmallMargin,
                $"{Number(labels.Margin)} over {labels.Intents[1].Label} is under {Number(_margin)}");
        }

        // 2. What an automatic reply needs, and the modes that offer none.
        if (escalates)
        {
            AtMost(DecisionAction.Route, ReasonCode.Escalation,
                $"{Number(labels.Escalation)} is not under {Number(EscalationThreshold)}{Named(labels.Reasons)}");
        }
        else if (labels.Reasons.Count > 0)
        {
            // The reasons are a second opinion on the same question: where the two disagree, no reply is sent.
            AtMost(DecisionAction.Route, ReasonCode.Escalation,
                $"{Number(labels.Escalation)} is under {Number(EscalationThreshold)}, yet a reason was found{Named(labels.Reasons)}");
        }

        if (security)
        {
            AtMost(DecisionAction.Route, ReasonCode.SecurityFlag,
                $"the {(intent == SecurityOrFraud ? "intent" : "reason")} is '{SecurityOrFraud}'");
        }

        if (Model.Languages.Contains(language) && !ticket.Language.Confirmed)
        {
            AtMost(DecisionAction.Route, ReasonCode.LanguageNotSupported,
                $"'{language}' is not certain: the detector is not sure, or the ticket's hint contradicts it");
        }

        if (Rules.WhyNotAllowed(intent, Model) is { } why)
        {
            AtMost(DecisionAction.Route, ReasonCode.IntentNotAllowed, why);
        }
        else if (intent == AllowList.Review && labels.Sentiment.Label != AllowList.Positive)
        {
            AtMost(DecisionAction.Route, ReasonCode.IntentNotAllowed,
                $"a review is answered where it is positive, and this one is {labels.Sentiment.Label}");
        }

        if (!ticket.Ticket.AutoReplyAllowed)
        {
            AtMost(DecisionAction.Route, ReasonCode.AutoReplyNotAllowed, "the ticket says autoReplyAllowed: false");
        }

        if (ticket.Ticket.AutoSubmitted)
        {
            AtMost(DecisionAction.Route, ReasonCode.AutomaticMessage, "the ticket says autoSubmitted: true");
        }

        if (!((repliesToday ?? 0) < Rules.RepliesPerDay))
        {
            AtMost(DecisionAction.Route, ReasonCode.ReplyLimit,
                $"{repliesToday ?? 0} automatic replies today, {Rules.RepliesPerDay} are possible");
        }

        if (mode is ReplyMode.Off or ReplyMode.Shadow)
        {
            AtMost(DecisionAction.Route, mode == ReplyMode.Off ? ReasonCode.ModeOff : ReasonCode.ModeShadow, modeReason);
        }

        // 3. What an agent should look at before it is sent.
        if (mode == ReplyMode.Suggest)
        {
            AtMost(DecisionAction.SuggestReply, ReasonCode.ModeSuggest, modeReason);
        }

        if (probability >= _intentThreshold && AutoThreshold(intent, rule) is { } threshold && !(probability >= threshold))
        {
            AtMost(DecisionAction.SuggestReply, ReasonCode.LowConfidence,
                $"{intent} at {Number(probability)} is under {Number(threshold)}, from which it is answered automatically");
        }

        if (!escalates && labels.Reasons.Count == 0 && !(labels.Escalation < Model.ReplyEscalationThreshold))
        {
            AtMost(DecisionAction.SuggestReply, ReasonCode.Escalation,
                $"{Number(labels.Escalation)} is not under {Number(Model.ReplyEscalationThreshold)}, which an automatic reply needs");
        }

        if (repliesToday is null && !_options.TakeUnknownCountAsZero)
        {
            AtMost(DecisionAction.SuggestReply, ReasonCode.RepliesUncounted, "nobody counts this customer's automatic replies");
        }

        return new Decision
        {
            Action = action,
            Team = TeamOf(rule, action, escalates, security),
            Priority = PriorityOf(rule, ticket.Ticket.Customer?.Tier, labels, escalates, security),
            Mode = mode,
            Template = action >= DecisionAction.SuggestReply ? template : null,
            Reasons = reasons,
        };

        void AtMost(DecisionAction furthest, string code, string detail)
        {
            action = furthest < action ? furthest : action;
            reasons.Add(new DecisionReason(code, detail));
        }
    }

    private (ReplyMode Mode, string Reason) ModeOf(IntentRule? rule, string? template)
    {
        if (rule is null)
        {
            return (ReplyMode.Off, "the rules do not know the intent");
        }

        if (rule.Mode == ReplyMode.Off || template is null)
        {
            return (ReplyMode.Off, "the intent's mode is off");
        }

        if (Rules.Templates.Find(template) is null)
        {
            return (ReplyMode.Off, Rules.Templates.MissingFacts(template) is { Count: > 0 } missing
                ? $"the template {template} lacks {string.Join(", ", missing)}"
                : $"there is no template {template}");
        }

        return Rules.Sample && _options.CapSampleRules && rule.Mode > ReplyMode.Suggest
            ? (ReplyMode.Suggest, "the rules are a sample, which caps every mode at suggest")
            : (rule.Mode, $"the intent's mode is {rule.Mode.WireName()}");
    }

    private double? AutoThreshold(string intent, IntentRule? rule) =>
        Model.AutoReply.GetValueOrDefault(intent) is { TargetMet: true } evidence
            ? Math.Max(evidence.Threshold, rule?.Threshold ?? 0)
            : null;

    private string TeamOf(IntentRule? rule, DecisionAction action, bool escalates, bool security) =>
        (security ? Rules.Security.Team : null)
        ?? (escalates ? Rules.Escalation.Team : null)
        ?? (action == DecisionAction.HumanReview ? null : rule?.Team)
        ?? Rules.HumanReviewTeam;

    private Priority PriorityOf(IntentRule? rule, CustomerTier? tier, TicketLabels labels, bool escalates, bool security)
    {
        var floors = Rules.PriorityFloors;
        var priority = rule?.Priority ?? Priority.Normal;
        if (tier is not null && floors.Tiers.TryGetValue(tier.Value, out var ofTier))
        {
            RaiseTo(ofTier);
        }

        if (floors.Sentiments.TryGetValue(labels.Sentiment.Label, out var ofSentiment))
        {
            RaiseTo(ofSentiment);
        }

        foreach (var reason in labels.Reasons)
        {
            RaiseTo(floors.Reasons.GetValueOrDefault(reason));
        }

        if (security)
        {
            RaiseTo(Rules.Security.Priority);
        }

        if (escalates)
        {
            RaiseTo(priority < Priority.Urgent ? priority + 1 : priority);
            RaiseTo(Rules.Escalation.Priority);
        }

        return priority;

        void RaiseTo(Priority floor) => priority = floor > priority ? floor : priority;
    }

    private static string Named(IReadOnlyList<string> reasons) => reasons.Count == 0 ? "" : $" ({string.Join(", ", reasons)})";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
