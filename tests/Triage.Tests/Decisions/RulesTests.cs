using System.Text.Json.Nodes;
using Triage.Classification;
using Triage.Decisions;

namespace Triage.Tests.Decisions;

public class RulesTests
{
    [Fact]
    public void The_shipped_rules_are_a_sample_that_answers_the_whole_allow_list_and_fits_the_model()
    {
        var rules = RulesFolder.LoadShipped();

        Assert.True(rules.Sample);
        Assert.Equal(3, rules.RepliesPerDay);
        Assert.Equal(AllowList.Intents.Order(), rules.AllowList.Order());
        Assert.Equal(AllowList.Intents.Order(), rules.Intents.Where(i => i.Value.Mode == ReplyMode.Auto).Select(i => i.Key).Order());
        Assert.Empty(rules.ProblemsWith(Sample.Model));
        Assert.Empty(rules.FindingsWith(Sample.Model));
    }

    public static TheoryData<string, string, string, string> BrokenValues => new()
    {
        { "unknown key", "colour", "\"red\"", "$.colour: is not a key of the rules" },
        { "unknown key of an intent", "intents.review.temlate", "\"review\"", "$.intents.review.temlate: is not a key" },
        { "unknown mode", "intents.review.mode", "\"automatic\"", "$.intents.review.mode: is 'automatic', which is none of off, shadow, suggest, auto" },
        { "unknown priority", "defaults.priority", "\"Normal\"", "$.defaults.priority: is 'Normal', which is none of low, normal, high, urgent" },
        { "team that is not listed", "intents.review.team", "\"sails\"", "$.intents.review.team: is 'sails', which is not in $.teams: sales" },
        { "team with a blank", "teams", "[\"triage team\"]", "$.teams[0]: is 'triage team': a team is 1 to 64" },
        { "team twice", "teams", "[\"triage\",\"triage\"]", "$.teams[1]: repeats 'triage'" },
        { "team that is no text", "teams", "[1]", "$.teams[0]: is 1: text is needed" },
        { "limit too high", "repliesPerDay", "101", "$.repliesPerDay: is 101: it must be from 0 to 100" },
        { "limit below zero", "repliesPerDay", "-1", "$.repliesPerDay: is -1: it must be from 0 to 100" },
        { "limit with a fraction", "repliesPerDay", "2.5", "$.repliesPerDay: is 2.5: it must be from 0 to 100" },
        { "threshold over one", "thresholds.intent", "1.5", "$.thresholds.intent: is 1.5: it must be from 0 to 1" },
        { "margin as text", "thresholds.margin", "\"0.2\"", "$.thresholds.margin: is the text '0.2': a number is needed" },
        { "intent's threshold below zero", "intents.review.threshold", "-0.1", "$.intents.review.threshold: is -0.1: it must be from 0 to 1" },
        { "link that is no address", "company.links.help", "\"www.example.com\"", "$.company.links.help: is 'www.example.com', which is no web address" },
        { "fact with a line break", "company.name", "\"Harbour\\nPine\"", "$.company.name: holds a control character" },
        { "fact that is too long", "company.name", $"\"{new string('x', 501)}\"", "$.company.name: is 501 characters long: at most 500" },
        { "fact that is no text", "company.fees.returns", "3", "$.company.fees.returns: is 3: text is needed" },
        { "fact that no placeholder can name", "company.fees.per mile", "\"£1\"", "$.company.fees.per mile: has a name that no placeholder can hold" },
        { "group of facts that is unknown", "company.link", "{}", "$.company.link: is not a key of the rules" },
        { "section that is no object", "escalation", "\"high\"", "$.escalation: is the text 'high': an object is needed" },
        { "sample that is no flag", "sample", "\"no\"", "$.sample: is the text 'no': true or false is needed" },
        { "no team for human review", "humanReview", "{}", "$.humanReview.team: is missing: text is needed" },
        { "tier that does not exist", "priorities.tiers.gold", "\"high\"", "$.priorities.tiers.gold: is not a key" },
    };

    [Theory]
    [MemberData(nameof(BrokenValues))]
    public void A_broken_value_is_named_with_its_place_value_limit_and_remedy_and_fails_the_schema_too(
        string what, string place, string value, string expected)
    {
        using var folder = new RulesFolder(rules => Set(rules, place, value));

        // A list of teams that lost its teams has more to report than the one that is asked for here.
        Assert.Contains(folder.Problems(), p => p.ToString().StartsWith(expected, StringComparison.Ordinal));
        if (!what.Contains("not listed"))
        {
            Assert.NotEmpty(ContractSchema.Load("rules").Errors(folder.Json));
        }
    }

    [Fact]
    public void All_problems_come_at_once_in_rules_and_templates()
    {
        using var folder = new RulesFolder(rules =>
        {
            Set(rules, "repliesPerDay", "-3");
            Set(rules, "company.links.help", "\"help\"");
            Set(rules, "intents.review.mode", "\"on\"");
            Set(rules, "intents.complaint.mode", "\"suggest\"");
            Set(rules, "intents.get_invoice.template", "\"no_such\"");
        });
        folder.WriteTemplate("en/place_order.txt", "Subject: Hello {customer.name}\n\nHello.");

        Assert.Equal(
            [
                "$.company.links.help", "$.intents.complaint.template", "$.intents.get_invoice.template",
                "$.intents.review.mode", "$.repliesPerDay", "templates/en/place_order.txt",
            ],
            folder.Problems().Select(p => p.Place).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_required_section_is_named()
    {
        using var folder = new RulesFolder(rules =>
        {
            rules.Remove("company");
            rules.Remove("humanReview");
        });

        Assert.Equal(["$.company", "$.humanReview.team"], folder.Problems().Select(p => p.Place));
    }

    [Theory]
    [InlineData("{ \"teams\": [", "$: is not JSON")]
    [InlineData("{ \"sample\": true, \"sample\": false }", "$: is not JSON")]
    [InlineData("[]", "$: is no object")]
    public void What_is_no_rules_file_is_refused(string text, string expected)
    {
        using var folder = new RulesFolder();
        folder.WriteRules(text);

        Assert.StartsWith(expected, Assert.Single(folder.Problems()).ToString());
    }

    [Fact]
    public void A_file_that_is_not_there_names_the_setting()
    {
        var problem = Assert.Single(Assert.Throws<RulesException>(() => Rules.Load("no-such/rules.json")).Problems);

        Assert.Contains("Triage:Rules:Path", problem.Message);
    }

    [Fact]
    public void Absent_sections_take_documented_defaults()
    {
        using var folder = new RulesFolder(rules =>
        {
            foreach (var key in new[] { "sample", "repliesPerDay", "allowList", "priorities", "escalation", "security", "thresholds" })
            {
                rules.Remove(key);
            }
        });

        var rules = folder.Load();

        Assert.False(rules.Sample);
        Assert.Equal(3, rules.RepliesPerDay);
        Assert.Equal(AllowList.Intents.Order(), rules.AllowList.Order());
        Assert.Equal(new EscalationRule(Priority.High, null), rules.Escalation);
        Assert.Equal(new SecurityRule(Priority.Urgent, null), rules.Security);
        Assert.Equal(new ThresholdOverrides(null, null, null), rules.Thresholds);
        Assert.Empty(rules.PriorityFloors.Tiers);
    }

    [Fact]
    public void A_models_intents_and_the_rules_must_name_each_other()
    {
        var model = Sample.Model with { Intents = [.. Sample.Intents.Where(i => i != "review"), "warranty"] };

        var problems = RulesFolder.LoadShipped().ProblemsWith(model);

        Assert.Contains(problems, p => p.Place == "$.intents" && p.Message.Contains("names 'review', which the model triage-test 1.2.3 does not know"));
        Assert.Contains(problems, p => p.Place == "$.intents" && p.Message.Contains("has no rule for 'warranty'"));
        Assert.Throws<RulesException>(() => new DecisionPolicy(RulesFolder.LoadShipped(), model, DecisionOptions.DryRun));
    }

    [Fact]
    public void Priorities_name_only_sentiments_and_reasons_of_the_model()
    {
        var problems = RulesFolder.LoadShipped().ProblemsWith(Sample.Model with { Sentiments = ["sad", "glad"], Reasons = [] });

        Assert.Equal(["$.priorities.sentiments", "$.priorities.reasons"], problems.Select(p => p.Place));
    }

    [Theory]
    [InlineData("thresholds.intent", "0.4", "$.thresholds.intent: is 0.4, laxer than what the model triage-test 1.2.3 was accepted on: it must be at least 0.5")]
    [InlineData("thresholds.margin", "0.1", "$.thresholds.margin: is 0.1, laxer")]
    [InlineData("thresholds.escalation", "0.5", "$.thresholds.escalation: is 0.5, laxer than what the model triage-test 1.2.3 was accepted on: it must be at most 0.4")]
    [InlineData("intents.review.threshold", "0.7", "$.intents.review.threshold: is 0.7, laxer")]
    public void A_threshold_can_be_stricter_than_the_models_and_never_laxer(string place, string laxer, string expected)
    {
        using var folder = new RulesFolder(rules => Set(rules, place, laxer));

        Assert.StartsWith(expected, Assert.Single(folder.Load().ProblemsWith(Sample.Model)).ToString());
    }

    [Fact]
    public void Stricter_thresholds_are_taken()
    {
        using var folder = new RulesFolder(rules => Set(rules, "thresholds", """{ "intent": 0.6, "margin": 0.3, "escalation": 0.2 }"""));

        var policy = new DecisionPolicy(folder.Load(), Sample.Model, DecisionOptions.DryRun);

        Assert.Equal(0.2, policy.EscalationThreshold);
        Assert.Equal(DecisionAction.HumanReview, policy.Decide(Sample.Ticket(), Sample.Labels(probability: 0.55), 0).Action);
        Assert.Equal(DecisionAction.HumanReview, policy.Decide(Sample.Ticket(), Sample.Labels(second: 0.66), 0).Action);
    }

    [Fact]
    public void The_allow_list_of_taxonomy_1_cannot_be_extended_and_that_of_an_own_taxonomy_is_the_users()
    {
        using var folder = new RulesFolder(rules =>
        {
            Set(rules, "allowList", """["track_order"]""");
            Set(rules, "intents.track_order", """{ "mode": "auto", "template": "delivery_period" }""");
        });
        var rules = folder.Load();
        var own = Sample.Model with
        {
            Identity = Sample.Model.Identity with { Taxonomy = "acme-1" },
            AutoReply = new Dictionary<string, AutoReplyEvidence> { ["track_order"] = new(0.8, 100, 0.99, TargetMet: true) },
        };

        Assert.StartsWith("$.allowList: holds 'track_order'", Assert.Single(rules.ProblemsWith(Sample.Model)).ToString());
        Assert.Equal(
            DecisionAction.AutoReply,
            new DecisionPolicy(rules, own, DecisionOptions.DryRun).Decide(Sample.Ticket(), Sample.Labels("track_order"), 0).Action);
    }

    [Fact]
    public void An_allow_list_names_only_intents_that_have_a_rule()
    {
        using var folder = new RulesFolder(rules => Set(rules, "allowList", """["review", "thanks"]"""));

        Assert.StartsWith("$.allowList[1]: is 'thanks'", Assert.Single(folder.Problems()).ToString());
    }

    [Fact]
    public void Check_learns_which_modes_have_no_effect()
    {
        using var folder = new RulesFolder(rules => Set(rules, "allowList", """["review", "get_invoice"]"""));
        var model = Sample.Model with
        {
            Languages = ["en", "de"],
            AutoReply = new Dictionary<string, AutoReplyEvidence> { ["review"] = new(0.9, 14, 0.857, TargetMet: false) },
        };

        var findings = folder.Load().FindingsWith(model).Select(f => f.ToString()).ToList();

        Assert.Contains(findings, f => f.Contains("review: mode auto has no effect and tickets are routed: answers to review missed the precision target (0.857 over 14 answers)"));
        Assert.Contains(findings, f => f.Contains("get_invoice: mode auto has no effect and tickets are routed: the precision of answers to get_invoice was not measured"));
        Assert.Contains(findings, f => f.Contains("place_order: mode auto has no effect and tickets are routed: place_order is not on the allow list"));
        Assert.Contains(findings, f => f.Contains("review: mode auto is off in 'de', because there is no template review.de"));
    }

    /// <summary>Sets the JSON of a dotted place, making objects on the way.</summary>
    internal static void Set(JsonObject rules, string place, string json)
    {
        var keys = place.Split('.');
        var parent = keys[..^1].Aggregate(rules, (at, key) => (JsonObject)(at[key] ??= new JsonObject()));
        parent[keys[^1]] = JsonNode.Parse(json);
    }
}
