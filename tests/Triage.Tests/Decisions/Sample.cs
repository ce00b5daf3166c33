using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Tests.Decisions;

/// <summary>A model profile, and a ticket with labels that together lead to an automatic reply.</summary>
internal static class Sample
{
    public static readonly IReadOnlyList<string> Intents =
    [
        "place_order", "change_order", "cancel_order", "check_cancellation_fee", "track_order", "delivery_options",
        "delivery_period", "change_shipping_address", "set_up_shipping_address", "create_account", "registration_problems",
        "recover_password", "edit_account", "switch_account", "delete_account", "check_payment_methods", "payment_issue",
        "get_invoice", "check_invoice", "get_refund", "track_refund", "check_refund_policy", "contact_customer_service",
        "contact_human_agent", "complaint", "review", "newsletter_subscription", "technical_issue", "security_or_fraud", "other",
    ];

    public static readonly IReadOnlyList<string> Reasons =
    [
        "human_requested", "legal_or_regulator", "public_exposure", "security_or_fraud", "safety_or_health", "churn_threat",
        "repeat_contact", "severe_anger", "high_impact",
    ];

    /// <summary>Everything on the allow list met its target at 0.8; the base thresholds are 0.5, 0.2 and 0.4, and 0.1 for escalation under a reply.</summary>
    public static ModelProfile Model { get; } = new()
    {
        Identity = new ModelIdentity("triage-test", "1.2.3", new string('a', 64), "1"),
        Languages = ["en"],
        Intents = Intents,
        Sentiments = ["negative", "neutral", "positive"],
        Reasons = Reasons,
        IntentThreshold = 0.5,
        IntentMargin = 0.2,
        EscalationThreshold = 0.4,
        ReplyEscalationThreshold = 0.1,
        AutoReply = AllowList.Intents.ToDictionary(i => i, _ => new AutoReplyEvidence(0.8, 120, 0.99, TargetMet: true)),
    };

    public static ReadTicket Ticket(Func<Ticket, Ticket>? change = null)
    {
        var ticket = new Ticket
        {
            Id = "t-1",
            Subject = "Delivery",
            Body = "Can you bring it to a locker?",
            Channel = Channel.Web,
            Customer = new Customer { Id = "c-1", Tier = CustomerTier.Standard },
        };
        return new ReadTicket(change?.Invoke(ticket) ?? ticket, "Delivery. Can you bring it to a locker?", new Language("en", Confirmed: true), []);
    }

    public static TicketLabels Labels(
        string intent = "delivery_options",
        double probability = 0.95,
        double second = 0.02,
        string sentiment = "neutral",
        double escalation = 0.05,
        params string[] reasons) => new()
        {
            Intents =
            [
                new(intent, probability),
                .. Intents.Where(i => i != intent).Take(1).Select(i => new LabelProbability(i, second)),
                .. Intents.Where(i => i != intent).Skip(1).Select(i => new LabelProbability(i, 0.001)),
            ],
            Sentiments =
            [
                new(sentiment, 0.9),
                .. new[] { "negative", "neutral", "positive" }.Where(s => s != sentiment).Select(s => new LabelProbability(s, 0.05)),
            ],
            Escalation = escalation,
            Reasons = reasons,
        };
}
