using System.Globalization;
using Triage.Classification;
using Triage.Tickets;

namespace Triage.Decisions;

/// <summary>
/// What a company wants done with its tickets. The contract is <c>docs/contracts/rules.schema.json</c>; the reply templates
/// lie in the folder <c>templates</c> beside the file.
/// </summary>
public sealed record Rules
{
    /// <summary>The file that the rules came from.</summary>
    public required string Path { get; init; }

    /// <summary>True for rules of a company that does not exist: nothing of them may reach a customer.</summary>
    public required bool Sample { get; init; }

    /// <summary>Team names; every team that a rule names is one of them.</summary>
    public required IReadOnlyList<string> Teams { get; init; }

    /// <summary>What holds for each intent, by wire name.</summary>
    public required IReadOnlyDictionary<string, IntentRule> Intents { get; init; }

    /// <summary>Intents that may be answered automatically.</summary>
    public required IReadOnlySet<string> AllowList { get; init; }

    /// <summary>The team that gets what is sent to human review, unless escalation or security names another.</summary>
    public required string HumanReviewTeam { get; init; }

    public required PriorityFloors PriorityFloors { get; init; }

    public required EscalationRule Escalation { get; init; }

    public required SecurityRule Security { get; init; }

    public required ThresholdOverrides Thresholds { get; init; }

    /// <summary>Automatic replies that a customer may get in a UTC day, 0 to 100.</summary>
    public required int RepliesPerDay { get; init; }

    public required ReplyTemplates Templates { get; init; }

    /// <summary>Reads and validates the rules and their templates.</summary>
    /// <exception cref="RulesException">Every problem, each with its place, value, limit and remedy.</exception>
    public static Rules Load(string path) => RulesFile.Load(path);

    /// <summary>Intents that are <see cref="ReplyMode.Off"/> although the rules say otherwise, since their template states a fact that nobody gave.</summary>
    public IReadOnlyList<RulesFinding> Findings =>
    [
        .. from answer in Answers
           from language in Templates.LanguagesOf(answer.Template)
           let name = ReplyTemplates.Name(answer.Template, language)
           let missing = Templates.MissingFacts(name)
           where missing.Count > 0
           select new RulesFinding(answer.Intent,
               $"mode {answer.Mode.WireName()} is off in '{language}', because the template {name} needs "
               + $"{string.Join(", ", missing)}, which the rules do not give. Give it, or take it out of the template.")
    ];

    /// <summary><see cref="Findings"/>, and what this model's measurements and the allow list keep from happening.</summary>
    public IReadOnlyList<RulesFinding> FindingsWith(ModelProfile model) =>
    [
        .. Findings,
        .. from answer in Answers
           let why = WhyNotAllowed(answer.Intent, model)
           where why is not null
           select new RulesFinding(answer.Intent,
               $"mode {answer.Mode.WireName()} has no effect and tickets are routed: {why}. Set the mode to off, "
               + "or change what keeps it from answering."),
        .. from answer in Answers
           from language in model.Languages.Except(Templates.LanguagesOf(answer.Template))
           select new RulesFinding(answer.Intent,
               $"mode {answer.Mode.WireName()} is off in '{language}', because there is no template "
               + $"{ReplyTemplates.Name(answer.Template, language)}. Add templates/{language}/{answer.Template}.txt.")
    ];

    /// <summary>What keeps these rules from being used with this model; empty where they fit.</summary>
    public IReadOnlyList<RulesProblem> ProblemsWith(ModelProfile model)
    {
        var problems = new List<RulesProblem>();
        var of = $"the model {model.Identity.Name} {model.Identity.Version}";

        CompareNames("$.intents", Intents.Keys, model.Intents);
        if (model.Intents.Except(Intents.Keys).ToList() is { Count: > 0 } lacking)
        {
            problems.Add(new("$.intents", $"has no rule for {Quoted(lacking)}, which {of} knows. Add one for each."));
        }

        CompareNames("$.priorities.sentiments", PriorityFloors.Sentiments.Keys, model.Sentiments);
        CompareNames("$.priorities.reasons", PriorityFloors.Reasons.Keys, model.Reasons);

        var tooMany = AllowList.Except(Decisions.AllowList.Intents).Order(StringComparer.Ordinal).ToList();
        if (model.Identity.Taxonomy == Decisions.AllowList.Taxonomy && tooMany.Count > 0)
        {
            problems.Add(new("$.allowList", $"holds {Quoted(tooMany)}: with taxonomy {model.Identity.Taxonomy} the list can only be "
                + $"shortened. Take it out; possible are {Quoted(Decisions.AllowList.Intents.Order(StringComparer.Ordinal))}."));
        }

        NotUnder("$.thresholds.intent", Thresholds.Intent, model.IntentThreshold);
        NotUnder("$.thresholds.margin", Thresholds.Margin, model.IntentMargin);
        if (Thresholds.Escalation > model.EscalationThreshold)
        {
            problems.Add(Laxer("$.thresholds.escalation", Thresholds.Escalation.Value, "at most", model.EscalationThreshold));
        }

        foreach (var (intent, rule) in Intents)
        {
            if (model.AutoReply.TryGetValue(intent, out var evidence) && evidence.TargetMet)
            {
                NotUnder($"$.intents.{intent}.threshold", rule.Threshold, evidence.Threshold);
            }
        }

        return problems;

        void CompareNames(string place, IEnumerable<string> named, IReadOnlyList<string> known)
        {
            if (named.Except(known).ToList() is { Count: > 0 } unknown)
            {
                problems.Add(new(place, $"names {Quoted(unknown)}, which {of} does not know. Take it out, or correct it to one of {Quoted(known)}."));
            }
        }

        void NotUnder(string place, double? value, double least)
        {
            if (value < least)
            {
                problems.Add(Laxer(place, value.Value, "at least", least));
            }
        }

        RulesProblem Laxer(string place, double value, string bound, double limit) => new(place, string.Create(
            CultureInfo.InvariantCulture,
            $"is {value}, laxer than what {of} was accepted on: it must be {bound} {limit:0.####}. Make it stricter, or leave it out."));
    }

    /// <summary>Why no ticket of this intent is answered automatically; null where it may be.</summary>
    internal string? WhyNotAllowed(string intent, ModelProfile model)
    {
        if (!AllowList.Contains(intent)
            || (model.Identity.Taxonomy == Decisions.AllowList.Taxonomy && !Decisions.AllowList.Intents.Contains(intent)))
        {
            return $"{intent} is not on the allow list";
        }

        return model.AutoReply.GetValueOrDefault(intent) switch
        {
            null => $"the precision of answers to {intent} was not measured",
            { TargetMet: false } evidence => string.Create(CultureInfo.InvariantCulture,
                $"answers to {intent} missed the precision target ({evidence.Precision:0.###} over {evidence.Answers} answers)"),
            _ => null,
        };
    }

    private IEnumerable<(string Intent, ReplyMode Mode, string Template)> Answers =>
        from intent in Intents
        where intent.Value.Mode != ReplyMode.Off && intent.Value.Template is not null
        select (intent.Key, intent.Value.Mode, intent.Value.Template);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}

/// <param name="Template">The template's file name without language and ending; null only where the mode is off.</param>
/// <param name="Threshold">Lowest probability for an automatic reply, where stricter than the model's own.</param>
public sealed record IntentRule(string Team, Priority Priority, ReplyMode Mode, string? Template, double? Threshold);

/// <summary>Lowest priorities: a ticket of this tier, sentiment or escalation reason is never below.</summary>
public sealed record PriorityFloors(
    IReadOnlyDictionary<CustomerTier, Priority> Tiers,
    IReadOnlyDictionary<string, Priority> Sentiments,
    IReadOnlyDictionary<string, Priority> Reasons);

/// <summary>Escalation raises a ticket's priority by one step, and at least to <paramref name="Priority"/>.</summary>
/// <param name="Team">The team that takes escalated tickets; null leaves them with the intent's.</param>
public sealed record EscalationRule(Priority Priority, string? Team);

/// <summary>What holds for tickets whose intent or reason is <c>security_or_fraud</c>.</summary>
/// <param name="Priority">Lowest priority.</param>
/// <param name="Team">The team that takes them; null leaves them with the intent's.</param>
public sealed record SecurityRule(Priority Priority, string? Team);

/// <summary>Thresholds that are stricter than the model's; null keeps the model's.</summary>
/// <param name="Intent">Below this probability a person decides.</param>
/// <param name="Margin">Below this distance to the second intent a person decides.</param>
/// <param name="Escalation">At or above this probability a ticket escalates.</param>
public sealed record ThresholdOverrides(double? Intent, double? Margin, double? Escalation);
