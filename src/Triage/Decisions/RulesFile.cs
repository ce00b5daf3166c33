using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Triage.Tickets;

namespace Triage.Decisions;

/// <summary>Reads the rules' file. Comments and trailing commas are allowed, since people write it.</summary>
internal static partial class RulesFile
{
    private const int MaxFactLength = 500;

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    public static Rules Load(string path)
    {
        var problems = new List<RulesProblem>();
        using var document = Parse(path);
        var root = new JsonSection(document.RootElement, "$", problems);
        root.Text("$schema", MaxFactLength);

        var facts = ReadCompany(root.Section("company", required: true));
        var teams = ReadTeams(root);
        var intents = ReadIntents(root, teams);
        var rules = new Rules
        {
            Path = path,
            Sample = root.Flag("sample") ?? false,
            Teams = teams,
            Intents = intents,
            AllowList = ReadAllowList(root, intents),
            HumanReviewTeam = ReadTeam(root, "humanReview"),
            PriorityFloors = ReadFloors(root.Section("priorities")),
            Escalation = ReadEscalation(root.Section("escalation"), teams),
            Security = ReadSecurity(root.Section("security"), teams),
            Thresholds = ReadThresholds(root.Section("thresholds")),
            RepliesPerDay = root.WholeNumber("repliesPerDay", 0, 100) ?? 3,
            Templates = ReplyTemplates.Load(
                Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "templates"), facts, problems),
        };
        root.Close();

        foreach (var (intent, rule) in intents)
        {
            if (rule.Template is not null && rules.Templates.LanguagesOf(rule.Template).Count == 0)
            {
                problems.Add(new($"$.intents.{intent}.template",
                    $"is '{rule.Template}', which has no text. Add templates/en/{rule.Template}.txt, or correct the name."));
            }
        }

        return problems.Count == 0 ? rules : throw new RulesException(path, problems);

        string ReadTeam(JsonSection section, string key)
        {
            var team = section.Section(key);
            var name = team.OneOf("team", teams, "$.teams", required: true) ?? "";
            team.Close();
            return name;
        }
    }

    private static JsonDocument Parse(string path)
    {
        RulesProblem problem;
        try
        {
            var document = JsonDocument.Parse(File.ReadAllBytes(path), Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            problem = new("$", "is no object. Start from the rules that ship with the program.");
        }
        catch (JsonException e)
        {
            problem = new(e.Path ?? "$", $"is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = new("$", $"cannot be read: {e.Message} Correct the setting Triage:Rules:Path.");
        }

        throw new RulesException(path, [problem]);
    }

    /// <summary>The company's facts by placeholder, for example <c>company.links.help</c>. A blank value is no fact.</summary>
    private static FrozenDictionary<string, string> ReadCompany(JsonSection company)
    {
        var facts = new Dictionary<string, string>();
        if (company.Text("name", MaxFactLength) is { } name)
        {
            facts["company.name"] = name;
        }

        foreach (var group in ReplyTemplates.FactGroups)
        {
            var section = company.Section(group);
            foreach (var key in section.OwnKeys)
            {
                if (!FactName.IsMatch(key))
                {
                    section.Report(section.PathOf(key), "has a name that no placeholder can hold: letters and digits are possible. Rename it.");
                }

                if (section.Text(key, MaxFactLength) is not { } value)
                {
                    continue;
                }

                if (group == "links" && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
                {
                    section.Report(section.PathOf(key), $"is '{value}', which is no web address. Write it whole, from https:// on.");
                }

                facts[$"company.{group}.{key}"] = value;
            }
        }

        company.Close();
        return facts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> ReadTeams(JsonSection root)
    {
        var teams = root.List("teams", required: true) ?? [];
        foreach (var (index, team) in teams.Index().Where(t => !TeamName.IsMatch(t.Item)))
        {
            root.Report($"$.teams[{index}]", $"is '{team}': a team is 1 to 64 lower-case letters, digits, - and _, "
                + "since subscriptions filter on it. Rename it.");
        }

        return teams;
    }

    private static Dictionary<string, IntentRule> ReadIntents(JsonSection root, IReadOnlyList<string> teams)
    {
        var defaults = root.Section("defaults");
        var team = defaults.OneOf("team", teams, "$.teams", required: true) ?? "";
        var priority = defaults.Name<Priority>("priority") ?? Priority.Normal;
        var mode = defaults.Name<ReplyMode>("mode") ?? ReplyMode.Off;
        defaults.Close();

        var intents = new Dictionary<string, IntentRule>(StringComparer.Ordinal);
        var section = root.Section("intents", required: true);
        foreach (var intent in section.OwnKeys)
        {
            var one = section.Section(intent);
            var rule = new IntentRule(
                one.OneOf("team", teams, "$.teams") ?? team,
                one.Name<Priority>("priority") ?? priority,
                one.Name<ReplyMode>("mode") ?? mode,
                one.Text("template", 64),
                one.Number("threshold", 0, 1));
            one.Close();

            if (rule is { Mode: not ReplyMode.Off, Template: null })
            {
                one.Report(one.PathOf("template"), $"is missing: mode {rule.Mode.WireName()} needs one. Name a template, or set the mode to off.");
            }

            intents[intent] = rule;
        }

        return intents;
    }

    private static FrozenSet<string> ReadAllowList(JsonSection root, Dictionary<string, IntentRule> intents)
    {
        if (root.List("allowList") is not { } listed)
        {
            return AllowList.Intents;
        }

        foreach (var (index, intent) in listed.Index().Where(i => !intents.ContainsKey(i.Item)))
        {
            root.Report($"$.allowList[{index}]", $"is '{intent}', which has no rule in $.intents. Correct it, or take it out.");
        }

        return listed.ToFrozenSet(StringComparer.Ordinal);
    }

    private static PriorityFloors ReadFloors(JsonSection priorities)
    {
        var tiers = priorities.Section("tiers");
        var byTier = Enum.GetValues<CustomerTier>()
            .Select(tier => (Tier: tier, Floor: tiers.Name<Priority>(tier.WireName())))
            .Where(pair => pair.Floor is not null)
            .ToFrozenDictionary(pair => pair.Tier, pair => pair.Floor!.Value);
        tiers.Close();

        var floors = new PriorityFloors(byTier, ByName("sentiments"), ByName("reasons"));
        priorities.Close();
        return floors;

        FrozenDictionary<string, Priority> ByName(string key)
        {
            var section = priorities.Section(key);
            return section.OwnKeys
                .Select(name => (Name: name, Floor: section.Name<Priority>(name)))
                .Where(pair => pair.Floor is not null)
                .ToFrozenDictionary(pair => pair.Name, pair => pair.Floor!.Value, StringComparer.Ordinal);
        }
    }

    private static EscalationRule ReadEscalation(JsonSection section, IReadOnlyList<string> teams)
    {
        var rule = new EscalationRule(section.Name<Priority>("priority") ?? Priority.High, section.OneOf("team", teams, "$.teams"));
        section.Close();
        return rule;
    }

    private static SecurityRule ReadSecurity(JsonSection section, IReadOnlyList<string> teams)
    {
        var rule = new SecurityRule(section.Name<Priority>("priority") ?? Priority.Urgent, section.OneOf("team", teams, "$.teams"));
        section.Close();
        return rule;
    }

    private static ThresholdOverrides ReadThresholds(JsonSection section)
    {
        var overrides = new ThresholdOverrides(
            section.Number("intent", 0, 1), section.Number("margin", 0, 1), section.Number("escalation", 0, 1));
        section.Close();
        return overrides;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TeamName { get; }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FactName { get; }
}
