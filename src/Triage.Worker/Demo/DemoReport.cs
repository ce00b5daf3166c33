using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Triage.Publishing;

namespace Triage.Worker.Demo;

/// <summary>What <c>demo --json</c> prints: what came out of the topics and the dead-letter queue, and whether it adds up.</summary>
internal sealed record DemoReport
{
    /// <summary>Lines of the tickets' file, each a message sent to the queue.</summary>
    public required int Sent { get; init; }

    /// <summary>Messages that the queue dropped, since it had seen their MessageId: what was sent less what it then held.</summary>
    public required int DuplicatesDropped { get; init; }

    /// <summary>From the first receipt to the last settlement.</summary>
    public required double Seconds { get; init; }

    /// <summary>Every message of <c>routed/all</c>, in the order in which they were published.</summary>
    public required IReadOnlyList<RoutedTicket> Routed { get; init; }

    /// <summary>Every message of <c>replies/all</c>.</summary>
    public required IReadOnlyList<ProposedReply> Replies { get; init; }

    public required IReadOnlyList<DeadLetteredTicket> DeadLettered { get; init; }

    /// <summary>Settled tickets a second; 0 where none was settled.</summary>
    public double TicketsPerSecond => Seconds > 0 ? (Routed.Count + DeadLettered.Count) / Seconds : 0;

    /// <summary>Each ticket came out in exactly one place, and each automatic reply was published.</summary>
    public bool EveryTicketAccountedFor =>
        Sent == DuplicatesDropped + Routed.Count + DeadLettered.Count
        && Routed.DistinctBy(r => r.TicketId).Count() == Routed.Count
        && Routed.Where(r => r.Decision.Action == "auto_reply").Select(r => r.TicketId).Order()
            .SequenceEqual(Replies.Select(r => r.TicketId).Order());
}

/// <param name="TicketId">Null where the message has no id that can be read.</param>
internal sealed record DeadLetteredTicket(string? TicketId, string Reason, string Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext
{
    /// <summary>Text of any script as it is: nothing here ends up in a web page.</summary>
    public static DemoJson Wire => new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
