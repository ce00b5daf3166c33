using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;
using Triage.Tickets.PersonalData;
using Triage.Transports;

namespace Triage.Publishing;

/// <summary>
/// Turns a decision into the messages that tell of it: one for the topic <c>routed</c>, and one for <c>replies</c> where a
/// reply is sent. The same ticket leads to the same MessageIds, so that a repeat vanishes in the topics' duplicate window.
/// </summary>
public sealed class DecisionEvents(DecisionPolicy policy)
{
    public const string RoutedType = "triage.ticket.routed.v1";
    public const string ReplyType = "triage.reply.proposed.v1";
    public const string ContentType = "application/cloudevents+json";

    private readonly ModelIdentity _model = policy.Model.Identity;

    public IReadOnlyList<Output> Of(ReadTicket ticket, TicketLabels labels, Decision decision)
    {
        var reply = decision.Template is null ? null : policy.Rules.Templates.Find(decision.Template);
        var classified = ClassifiedTicket.From(ticket, labels, decision, policy);
        var properties = Properties(ticket, classified);
        var routed = Output(Topology.Routed, RoutedType, ticket, properties,
            Routed(ticket, classified, reply), TriageJson.Wire.CloudEventRoutedTicket);

        return decision.Action == DecisionAction.AutoReply && reply is not null
            ? [routed, Output(Topology.Replies, ReplyType, ticket, properties,
                Proposed(ticket, classified, reply), TriageJson.Wire.CloudEventProposedReply)]
            : [routed];
    }

    /// <summary>Lower-case hex SHA-256 of ticket id, event type and taxonomy version, joined by line feeds.</summary>
    public static string MessageId(string ticketId, string eventType, string taxonomy) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ticketId}\n{eventType}\n{taxonomy}")));

    private RoutedTicket Routed(ReadTicket ticket, ClassifiedTicket classified, Reply? reply)
    {
        var redacted = Redaction.Redact(ticket);
        return new RoutedTicket(
            ticket.Ticket.Id,
            ticket.Ticket.Channel?.WireName(),
            classified.Language,
            CustomerJson.From(ticket.Ticket.Customer),
            classified.Intent,
            classified.Sentiment,
            classified.Escalation,
            classified.Decision,
            redacted.Subject,
            redacted.Body,
            [.. redacted.Entities.Select(EntityJson.From)],
            reply,
            _model);
    }

    private ProposedReply Proposed(ReadTicket ticket, ClassifiedTicket classified, Reply reply) => new(
        ticket.Ticket.Id,
        ticket.Ticket.Channel?.WireName(),
        ticket.Ticket.Customer?.Id,
        classified.Language,
        classified.Intent.Label,
        reply.Template,
        reply.Subject,
        reply.Body,
        _model);

    private static Dictionary<string, string> Properties(ReadTicket ticket, ClassifiedTicket classified) => new()
    {
        ["intent"] = classified.Intent.Label,
        ["sentiment"] = classified.Sentiment.Label,
        ["escalate"] = classified.Escalation.Label == "escalate" ? "true" : "false",
        ["priority"] = classified.Decision.Priority,
        ["team"] = classified.Decision.Team,
        ["decision"] = classified.Decision.Action,
        ["language"] = classified.Language,
        ["tier"] = ticket.Ticket.Customer?.Tier?.WireName() ?? "unknown",
    };

    private Output Output<T>(
        string topic, string type, ReadTicket ticket, Dictionary<string, string> properties, T data, JsonTypeInfo<CloudEvent<T>> json)
    {
        var id = MessageId(ticket.Ticket.Id, type, _model.Taxonomy);
        return new Output(topic, new OutgoingMessage
        {
            MessageId = id,
            ContentType = ContentType,
            Properties = properties,
            Body = JsonSerializer.SerializeToUtf8Bytes(new CloudEvent<T>(id, type, ticket.Ticket.Id, data), json),
        });
    }
}
