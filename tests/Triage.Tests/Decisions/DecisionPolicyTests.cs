using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Tests.Decisions;

public class DecisionPolicyTests
{
    private static readonly Rules Rules = RulesFolder.LoadShipped();
    private static readonly DecisionPolicy Policy = new(Rules, Sample.Model, DecisionOptions.DryRun);

    [Fact]
    public void A_ticket_that_meets_every_condition_is_answered_and_has_no_reasons()
    {
        var decision = Policy.Decide(Sample.Ticket(), Sample.Labels(), 0);

        Assert.Equal(DecisionAction.AutoReply, decision.Action);
        Assert.Equal("delivery_options.en", decision.Template);
        Assert.Equal(("delivery", Priority.Low, ReplyMode.Auto), (decision.Team, decision.Priority, decision.Mode));
        Assert.Empty(decision.Reasons);
    }

    /// <summary>One condition at a time fails; the rest would allow an automatic reply.</summary>
    public static TheoryData<string, DecisionAction, string, string> EachCondition => new()
    {
        { "german", DecisionAction.HumanReview, ReasonCode.LanguageNotSupported, "'de' is none of the model's languages (en)" },
        { "language unknown", DecisionAction.HumanReview, ReasonCode.LanguageNotSupported, "'und' is none of the model's languages (en)" },
        { "unsure", DecisionAction.HumanReview, ReasonCode.LowConfidence, "delivery_options at 0.4999 is under 0.5" },
        { "not a number", DecisionAction.HumanReview, ReasonCode.LowConfidence, "delivery_options at NaN is under 0.5" },
        { "close second", DecisionAction.HumanReview, ReasonCode.SmallMargin, "0.15 over place_order is under 0.2" },
        { "escalating", DecisionAction.Route, ReasonCode.Escalation, "0.4 is not under 0.4" },
        { "escalating with reasons", DecisionAction.Route, ReasonCode.Escalation, "0.9 is not under 0.4 (churn_threat, severe_anger)" },
        { "escalation not a number", DecisionAction.Route, ReasonCode.Escalation, "NaN is not under 0.4" },
        { "reason without escalation", DecisionAction.Route, ReasonCode.Escalation, "0.05 is under 0.4, yet a reason was found (repeat_contact)" },
        { "language unconfirmed", DecisionAction.Route, ReasonCode.LanguageNotSupported, "'en' is not certain: the detector is not sure, or the ticket's hint contradicts it" },
        { "not on the allow list", DecisionAction.Route, ReasonCode.IntentNotAllowed, "track_order is not on the allow list" },
        { "target missed", DecisionAction.Route, ReasonCode.IntentNotAllowed, "answers to delivery_options missed the precision target (0.912 over 57 answers)" },
        { "not measured", DecisionAction.Route, ReasonCode.IntentNotAllowed, "the precision of answers to delivery_options was not measured" },
        { "list shortened", DecisionAction.Route, ReasonCode.IntentNotAllowed, "delivery_options is not on the allow list" },
        { "cool review", DecisionAction.Route, ReasonCode.IntentNotAllowed, "a review is answered where it is positive, and this one is neutral" },
        { "producer forbids", DecisionAction.Route, ReasonCode.AutoReplyNotAllowed, "the ticket says autoReplyAllowed: false" },
        { "from a machine", DecisionAction.Route, ReasonCode.AutomaticMessage, "the ticket says autoSubmitted: true" },
        { "third reply", DecisionAction.Route, ReasonCode.ReplyLimit, "3 automatic replies today, 3 are possible" },
        { "mode off", DecisionAction.Route, ReasonCode.ModeOff, "the intent's mode is off" },
        { "template in no such language", DecisionAction.Route, ReasonCode.ModeOff, "there is no template delivery_options.de" },
        { "mode shadow", DecisionAction.Route, ReasonCode.ModeShadow, "the intent's mode is shadow" },
        { "mode suggest", DecisionAction.SuggestReply, ReasonCode.ModeSuggest, "the intent's mode is suggest" },
        { "sample rules live", DecisionAction.SuggestReply, ReasonCode.ModeSuggest, "the rules are a sample, which caps every mode at suggest" },
        { "under its own threshold", DecisionAction.SuggestReply, ReasonCode.LowConfidence, "delivery_options at 0.79 is under 0.8, from which it is answered automatically" },
        { "under the rules' threshold", DecisionAction.SuggestReply, ReasonCode.LowConfidence, "delivery_options at 0.95 is under 0.97, from which it is answered automatically" },
        { "not calm enough for a reply", DecisionAction.SuggestReply, ReasonCode.Escalation, "0.1 is not under 0.1, which an automatic reply needs" },
        { "uncounted", DecisionAction.SuggestReply, ReasonCode.RepliesUncounted, "nobody counts this customer's automatic replies" },
    };

    [Theory]
    [MemberData(nameof(EachCondition))]
    public void Each_condition_alone_decides_and_explains_itself(string condition, DecisionAction action, string code, string detail)
    {
        var decision = Decide(condition);

        Assert.Equal(new DecisionReason(code, detail), Assert.Single(decision.Reasons));
        Assert.Equal(action, decision.Action);
        Assert.Equal(action >= DecisionAction.SuggestReply ? "delivery_options.en" : null, decision.Template);
    }

    [Fact]
    public void Other_and_security_stand_beside_the_allow_list_and_the_mode()
    {
        var other = Policy.Decide(Sample.Ticket(), Sample.Labels("other"), 0);
        var security = Policy.Decide(Sample.Ticket(), Sample.Labels("security_or_fraud"), 0);
        var flagged = Policy.Decide(Sample.Ticket(), Sample.Labels(escalation: 0.6, reasons: "security_or_fraud"), 0);

        Assert.Equal(DecisionAction.HumanReview, other.Action);
        Assert.Equal([ReasonCode.OutOfScope, ReasonCode.IntentNotAllowed, ReasonCode.ModeOff], other.Reasons.Select(r => r.Code));
        Assert.Equal(DecisionAction.Route, security.Action);
        Assert.Equal([ReasonCode.SecurityFlag, ReasonCode.IntentNotAllowed, ReasonCode.ModeOff], security.Reasons.Select(r => r.Code));
        Assert.Equal(("trust", Priority.Urgent), (security.Team, security.Priority));
        Assert.Equal([ReasonCode.Escalation, ReasonCode.SecurityFlag], flagged.Reasons.Select(r => r.Code));
        Assert.Equal(("trust", Priority.Urgent), (flagged.Team, flagged.Priority));
    }

    [Fact]
    public void Every_condition_that_holds_is_reported_in_the_order_of_asking()
    {
        var policy = new DecisionPolicy(WithIntent(i => i with { Mode = ReplyMode.Shadow }), Sample.Model, DecisionOptions.Live);
        var ticket = Sample.Ticket(t => t with { AutoReplyAllowed = false, AutoSubmitted = true }) with { Language = new Language("en", Confirmed: false) };

        var decision = policy.Decide(ticket, Sample.Labels(probability: 0.45, second: 0.4, escalation: 0.9, reasons: "security_or_fraud"), null);

        Assert.Equal(DecisionAction.HumanReview, decision.Action);
        Assert.Equal(
            [
                ReasonCode.LowConfidence, ReasonCode.SmallMargin, ReasonCode.Escalation, ReasonCode.SecurityFlag,
                ReasonCode.LanguageNotSupported, ReasonCode.AutoReplyNotAllowed, ReasonCode.AutomaticMessage,
                ReasonCode.ModeShadow, ReasonCode.RepliesUncounted,
            ],
            decision.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void Sample_rules_are_capped_live_and_used_as_they_are_elsewhere()
    {
        var live = new DecisionPolicy(Rules, Sample.Model, DecisionOptions.Live).Decide(Sample.Ticket(), Sample.Labels(), 0);
        var own = new DecisionPolicy(Rules with { Sample = false }, Sample.Model, DecisionOptions.Live).Decide(Sample.Ticket(), Sample.Labels(), 0);

        Assert.Equal((DecisionAction.SuggestReply, ReplyMode.Suggest), (live.Action, live.Mode));
        Assert.Equal((DecisionAction.AutoReply, ReplyMode.Auto), (own.Action, own.Mode));
    }

    [Fact]
    public void An_unknown_count_is_zero_where_no_customer_is_reached()
    {
        Assert.Equal(DecisionAction.AutoReply, Policy.Decide(Sample.Ticket(), Sample.Labels(), null).Action);
    }

    [Fact]
    public void With_no_replies_a_day_nobody_is_answered()
    {
        var none = new DecisionPolicy(Rules with { RepliesPerDay = 0 }, Sample.Model, DecisionOptions.DryRun);

        Assert.Equal(ReasonCode.ReplyLimit, Assert.Single(none.Decide(Sample.Ticket(), Sample.Labels(), null).Reasons).Code);
    }

    [Theory]
    [InlineData("neutral", CustomerTier.Standard, Priority.Low)]
    [InlineData("negative", CustomerTier.Standard, Priority.Normal)]
    [InlineData("neutral", CustomerTier.Business, Priority.Normal)]
    [InlineData("negative", CustomerTier.Vip, Priority.High)]
    [InlineData("neutral", null, Priority.Low)]
    public void Tier_and_mood_lift_a_ticket_to_their_floor(string sentiment, CustomerTier? tier, Priority expected)
    {
        var ticket = Sample.Ticket(t => t with { Customer = tier is null ? null : new Customer { Tier = tier } });

        Assert.Equal(expected, Policy.Decide(ticket, Sample.Labels(sentiment: sentiment), 0).Priority);
    }

    [Theory]
    [InlineData("delivery_options", Priority.High)] // low, and the floor of escalated tickets
    [InlineData("complaint", Priority.Urgent)] // high, and a step
    [InlineData("security_or_fraud", Priority.Urgent)]
    public void Escalation_raises_by_a_step_and_at_least_to_its_floor(string intent, Priority expected)
    {
        Assert.Equal(expected, Policy.Decide(Sample.Ticket(), Sample.Labels(intent, escalation: 0.8), 0).Priority);
    }

    [Fact]
    public void A_reason_has_a_floor_of_its_own()
    {
        Assert.Equal(Priority.Urgent, Policy.Decide(Sample.Ticket(), Sample.Labels(escalation: 0.8, reasons: "safety_or_health"), 0).Priority);
    }

    [Fact]
    public void The_team_is_that_of_security_then_escalation_then_human_review_then_the_intent()
    {
        var policy = new DecisionPolicy(
            Rules with { Escalation = new EscalationRule(Priority.High, "care") }, Sample.Model, DecisionOptions.DryRun);
        string TeamOf(TicketLabels labels) => policy.Decide(Sample.Ticket(), labels, 0).Team;

        Assert.Equal("trust", TeamOf(Sample.Labels(probability: 0.3, escalation: 0.9, reasons: "security_or_fraud")));
        Assert.Equal("care", TeamOf(Sample.Labels(probability: 0.3, escalation: 0.9)));
        Assert.Equal("triage", TeamOf(Sample.Labels(probability: 0.3)));
        Assert.Equal("delivery", TeamOf(Sample.Labels()));
        Assert.Equal("delivery", new DecisionPolicy(Rules, Sample.Model, DecisionOptions.DryRun).Decide(Sample.Ticket(), Sample.Labels(escalation: 0.9), 0).Team);
    }

    [Fact]
    public void A_label_that_the_rules_do_not_know_goes_to_a_team_and_never_to_a_reply()
    {
        var decision = Policy.Decide(Sample.Ticket(), Sample.Labels("surprise"), 0);

        Assert.Equal((DecisionAction.Route, "triage", ReplyMode.Off), (decision.Action, decision.Team, decision.Mode));
    }

    private static Decision Decide(string condition)
    {
        var (rules, model, options) = (Rules, Sample.Model, DecisionOptions.DryRun);
        var (ticket, labels) = (Sample.Ticket(), Sample.Labels());
        int? replies = 0;
        switch (condition)
        {
            case "german": (rules, ticket) = (WithGermanReply(), ticket with { Language = new Language("de", Confirmed: true) }); break;
            case "language unknown": (rules, ticket) = (WithGermanReply(), ticket with { Language = new Language("und", Confirmed: false) }); break;
            case "unsure": labels = Sample.Labels(probability: 0.4999); break;
            case "not a number": labels = labels with { Intents = [new("delivery_options", double.NaN)] }; break;
            case "close second": labels = Sample.Labels(probability: 0.9, second: 0.75); break;
            case "escalating": labels = Sample.Labels(escalation: 0.4); break;
            case "escalating with reasons": labels = Sample.Labels(escalation: 0.9, reasons: ["churn_threat", "severe_anger"]); break;
            case "escalation not a number": labels = Sample.Labels(escalation: double.NaN); break;
            case "reason without escalation": labels = Sample.Labels(reasons: "repeat_contact"); break;
            case "language unconfirmed": ticket = ticket with { Language = new Language("en", Confirmed: false) }; break;
            case "not on the allow list":
                labels = Sample.Labels("track_order");
                rules = rules with { Intents = With("track_order", rules.Intents["delivery_options"]) };
                break;
            case "target missed": model = WithEvidence(new AutoReplyEvidence(0.8, 57, 0.9123, TargetMet: false)); break;
            case "not measured": model = WithEvidence(null); break;
            case "list shortened": rules = rules with { AllowList = new HashSet<string> { "review" } }; break;
            case "cool review": labels = Sample.Labels("review"); break;
            case "producer forbids": ticket = Sample.Ticket(t => t with { AutoReplyAllowed = false }); break;
            case "from a machine": ticket = Sample.Ticket(t => t with { AutoSubmitted = true }); break;
            case "third reply": replies = 3; break;
            case "mode off": rules = WithIntent(i => i with { Mode = ReplyMode.Off }); break;
            case "template in no such language":
                (model, ticket) = (model with { Languages = ["en", "de"] }, ticket with { Language = new Language("de", Confirmed: true) });
                break;
            case "mode shadow": rules = WithIntent(i => i with { Mode = ReplyMode.Shadow }); break;
            case "mode suggest": rules = WithIntent(i => i with { Mode = ReplyMode.Suggest }); break;
            case "sample rules live": options = DecisionOptions.Live; break;
            case "under its own threshold": labels = Sample.Labels(probability: 0.79); break;
            case "under the rules' threshold": rules = WithIntent(i => i with { Threshold = 0.97 }); break;
            case "not calm enough for a reply": labels = Sample.Labels(escalation: 0.1); break;
            case "uncounted": (rules, options, replies) = (rules with { Sample = false }, DecisionOptions.Live, null); break;
            default: throw new ArgumentOutOfRangeException(nameof(condition), condition, "No such case.");
        }

        return new DecisionPolicy(rules, model, options).Decide(ticket, labels, replies);
    }

    private static Rules WithIntent(Func<IntentRule, IntentRule> change) =>
        Rules with { Intents = With("delivery_options", change(Rules.Intents["delivery_options"])) };

    private static Dictionary<string, IntentRule> With(string intent, IntentRule rule) =>
        new(Rules.Intents) { [intent] = rule };

    /// <summary>Replies in every language that a ticket may have, so that only the model's languages decide.</summary>
    private static Rules WithGermanReply()
    {
        using var folder = new RulesFolder();
        folder.WriteTemplate("de/delivery_options.txt", "Subject: Lieferung\n\nGuten Tag");
        folder.WriteTemplate("und/delivery_options.txt", "Subject: Delivery\n\nHello");
        return folder.Load();
    }

    private static ModelProfile WithEvidence(AutoReplyEvidence? evidence)
    {
        var all = new Dictionary<string, AutoReplyEvidence>(Sample.Model.AutoReply);
        all.Remove("delivery_options");
        if (evidence is not null)
        {
            all["delivery_options"] = evidence;
        }

        return Sample.Model with { AutoReply = all };
    }
}
