using System.Text.Json.Serialization;
using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Publishing;

/// <summary>
/// A CloudEvents 1.0 envelope. It bears no <c>time</c>: a redelivered ticket leads to the same bytes under the same id.
/// </summary>
/// <param name="Id">Equals the MessageId.</param>
/// <param name="Subject">The ticket's id.</param>
public sealed record CloudEvent<T>(string Id, string Type, string Subject, T Data)
{
    [JsonPropertyOrder(-3)]
    public string Specversion => "1.0";

    [JsonPropertyOrder(-2)]
    public string Source => "/triage";

    [JsonPropertyOrder(-1)]
    public string Datacontenttype => "application/json";
}

/// <summary>Data of <c>triage.ticket.routed.v1</c>. The contract is <c>docs/contracts/routed.schema.json</c>.</summary>
/// <param name="Subject">Redacted, as is the body.</param>
/// <param name="Entities">Offsets in the redacted text.</param>
/// <param name="Reply">Absent unless suggested or sent.</param>
public sealed record RoutedTicket(
    string TicketId,
    string? Channel,
    string Language,
    CustomerJson? Customer,
    IntentJson Intent,
    SentimentJson Sentiment,
    EscalationJson Escalation,
    DecisionJson Decision,
    string Subject,
    string Body,
    IReadOnlyList<EntityJson> Entities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Reply? Reply,
    ModelIdentity Model);

/// <summary>Data of <c>triage.reply.proposed.v1</c>. The contract is <c>docs/contracts/reply.schema.json</c>.</summary>
public sealed record ProposedReply(
    string TicketId,
    string? Channel,
    string? CustomerId,
    string Language,
    string Intent,
    string Template,
    string Subject,
    string Body,
    ModelIdentity Model);

/// <summary>The customer as the ticket gave them; what it did not give is absent.</summary>
public sealed record CustomerJson(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tier,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PriorContacts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? OpenTickets,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RepliesToday)
{
    internal static CustomerJson? From(Customer? customer) => customer is null ? null : new(
        customer.Id, customer.Tier?.WireName(), customer.PriorContacts, customer.OpenTickets, customer.RepliesToday);
}
