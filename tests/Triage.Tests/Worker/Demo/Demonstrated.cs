using Triage.Classification;
using Triage.Decisions;
using Triage.Publishing;
using Triage.Worker.Demo;

namespace Triage.Tests.Worker.Demo;

/// <summary>A small demo that went well.</summary>
internal static class Demonstrated
{
    private static readonly ModelIdentity Model = new("tiny", "1.0.0", new string('a', 64), "1");

    public static DemoReport Report { get; } = new()
    {
        Sent = 4,
        DuplicatesDropped = 1,
        Seconds = 0.5,
        Routed = [Routed("t-1", "auto_reply"), Routed("t-2", "route", escalates: true)],
        Replies = [new("t-1", "email", "c", "en", "delivery_options", "delivery_options.en", "Re: Delivery", "Hello,\n\nby post.", Model)],
        DeadLettered = [new(null, "invalid_json", "The message is not one JSON value of at most 64 levels: line 1, byte 71. Send one ticket a message, as a JSON object, and nothing besides it.")],
    };

    public static RoutedTicket Routed(string id, string action, bool escalates = false) => new(
        id,
        "email",
        "en",
        null,
        new IntentJson("delivery_options", 0.97, []),
        new SentimentJson("neutral", 0.1, new Dictionary<string, double>()),
        new EscalationJson(escalates ? "escalate" : "routine", escalates ? 0.91 : 0.02, escalates ? ["repeat_contact", "legal_or_regulator"] : []),
        new DecisionJson(action, "orders", escalates ? "urgent" : "normal", "auto", null, escalates ? [new DecisionReason("escalation", "0.91")] : []),
        "[b]Delivery[/] of a walnut sideboard that has been on its way for three weeks and a day",
        "Hello",
        [],
        null,
        Model);
}
