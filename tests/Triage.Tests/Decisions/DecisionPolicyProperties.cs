using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Tests.Decisions;

/// <summary>What holds for every ticket, whatever the labels say. About half of the cases would be answered but for one thing.</summary>
[Properties(Arbitrary = [typeof(Cases)], MaxTest = 2_000)]
public class DecisionPolicyProperties
{
    [Property]
    public void An_escalating_ticket_never_gets_a_reply(Case given)
    {
        var decision = given.Policy.Decide(given.Ticket, given.Labels with { Escalation = 0.4 + (Math.Abs(given.Labels.Escalation) % 0.6) }, given.Replies);

        Assert.True(decision.Action <= DecisionAction.Route);
        Assert.Null(decision.Template);
    }

    [Property]
    public void A_security_flag_never_gets_a_reply_and_reaches_its_team(Case given)
    {
        var decision = given.Policy.Decide(given.Ticket, given.Labels with { Reasons = ["security_or_fraud"] }, given.Replies);

        Assert.True(decision.Action <= DecisionAction.Route);
        Assert.Equal(("trust", Priority.Urgent), (decision.Team, decision.Priority));
    }

    [Property]
    public void An_unsupported_language_always_reaches_a_person(Case given)
    {
        var decision = given.Policy.Decide(given.Ticket with { Language = new Language("pt", Confirmed: true) }, given.Labels, given.Replies);

        Assert.Equal(DecisionAction.HumanReview, decision.Action);
    }

    [Property]
    public void Only_what_meets_every_condition_is_answered(Case given)
    {
        var decision = given.Policy.Decide(given.Ticket, given.Labels, given.Replies);
        var (ticket, labels) = (given.Ticket, given.Labels);
        var allowed = AllowList.Intents.Contains(labels.Intent.Label)
            && labels.Intent.Probability >= 0.8
            && labels.Margin >= 0.2
            && labels.Escalation < 0.1
            && labels.Reasons.Count == 0
            && (labels.Intent.Label != "review" || labels.Sentiment.Label == "positive")
            && ticket.Language is { Tag: "en", Confirmed: true }
            && ticket.Ticket is { AutoReplyAllowed: true, AutoSubmitted: false }
            && (given.Live ? given.Replies is < 3 : (given.Replies ?? 0) < 3);

        Assert.Equal(allowed, decision.Action == DecisionAction.AutoReply);
        Assert.Equal(allowed, decision.Reasons.Count == 0);
    }

    [Property]
    public void What_is_attached_or_sent_is_a_whole_reply(Case given)
    {
        var decision = given.Policy.Decide(given.Ticket, given.Labels, given.Replies);

        Assert.Equal(decision.Action >= DecisionAction.SuggestReply, decision.Template is not null);
        Assert.True(decision.Template is null || given.Policy.Rules.Templates.Find(decision.Template) is not null);
    }

    [Property]
    public void Escalation_never_lowers_a_priority_and_raises_each_that_can_rise(Case given)
    {
        Priority At(double escalation) =>
            given.Policy.Decide(given.Ticket, given.Labels with { Escalation = escalation }, given.Replies).Priority;

        var (routine, escalated) = (At(0.1), At(0.9));
        Assert.True(escalated > routine || (escalated, routine) == (Priority.Urgent, Priority.Urgent));
    }

    [Property]
    public void A_decision_depends_on_nothing_but_its_inputs(Case given)
    {
        var once = given.Policy.Decide(given.Ticket, given.Labels, given.Replies);
        var again = given.Policy.Decide(given.Ticket, given.Labels, given.Replies);

        Assert.Equal(once.Reasons, again.Reasons);
        Assert.Equal(once with { Reasons = again.Reasons }, again);
    }

    [Property]
    public void Each_reason_is_given_once_and_with_a_detail(Case given)
    {
        var reasons = given.Policy.Decide(given.Ticket, given.Labels, given.Replies).Reasons;

        Assert.Equal(reasons.Count, reasons.Select(r => r.Code).Distinct().Count());
        Assert.All(reasons, r => Assert.NotEmpty(r.Detail));
    }

    public sealed record Case(DecisionPolicy Policy, bool Live, ReadTicket Ticket, TicketLabels Labels, int? Replies);

    public static class Cases
    {
        private static readonly Rules Own = RulesFolder.LoadShipped() with { Sample = false };
        private static readonly DecisionPolicy Live = new(Own, Sample.Model, DecisionOptions.Live);
        private static readonly DecisionPolicy DryRun = new(Own, Sample.Model, DecisionOptions.DryRun);

        public static Arbitrary<Case> Case() => Arb.From(
            from live in Gen.Elements(true, false)
            from ticket in Tickets
            from labels in Labels
            from replies in Mostly<int?>(0, Gen.Elements<int?>(null, 1, 2, 3, 9))
            select new Case(live ? Live : DryRun, live, ticket, labels, replies));

        private static Gen<ReadTicket> Tickets =>
            from tag in Mostly("en", Gen.Elements("de", "fr", "und"))
            from confirmed in Mostly(true, Gen.Constant(false))
            from allowed in Mostly(true, Gen.Constant(false))
            from automatic in Mostly(false, Gen.Constant(true))
            from tier in Gen.Elements<CustomerTier?>(null, CustomerTier.Standard, CustomerTier.Business, CustomerTier.Vip)
            select Sample.Ticket(t => t with
            {
                AutoReplyAllowed = allowed,
                AutoSubmitted = automatic,
                Customer = new Customer { Tier = tier },
            }) with
            {
                Language = new Language(tag, confirmed),
            };

        private static Gen<TicketLabels> Labels =>
            from intent in Gen.Frequency((3, Gen.Elements(AllowList.Intents.Order().ToArray())), (1, Gen.Elements(Sample.Intents.ToArray())))
            from sentiment in Gen.Elements("negative", "neutral", "positive")
            from probability in Mostly(0.93, Odd)
            from second in Mostly(0.03, Odd)
            from escalation in Mostly(0.02, Odd)
            from reasons in Mostly<string[]>([], Gen.SubListOf(Sample.Reasons.ToArray()).Select(r => r.ToArray()))
            select Sample.Labels(intent, probability, second, sentiment, escalation, reasons);

        private static Gen<double> Odd => Gen.Frequency(
            (8, Gen.Choose(0, 10_000).Select(n => n / 10_000.0)),
            (1, Gen.Elements(0.8, 0.4, 0.2, 1.0, 0.0)),
            (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1)));

        private static Gen<T> Mostly<T>(T usual, Gen<T> unusual) => Gen.Frequency((9, Gen.Constant(usual)), (1, unusual));
    }
}
