using System.Text.Json;
using System.Text.Unicode;

namespace Triage.Tickets;

/// <summary>
/// The contract of an incoming ticket (<c>docs/contracts/ticket.schema.json</c>): bytes in, a <see cref="Ticket"/> or a
/// <see cref="Rejection"/> out. All faults of a ticket are reported at once.
/// </summary>
internal static class TicketJson
{
    public const int MaxBytes = 262_144;

    public const int MaxDepth = 64;

    public const string EventType = "triage.ticket.received.v1";

    private const string EventContentType = "application/cloudevents+json";

    /// <summary>The part of a message that is looked at, however large it is.</summary>
    public static ReadOnlyMemory<byte> Head(ReadOnlyMemory<byte> body) => body.Length > MaxBytes ? body[..MaxBytes] : body;

    /// <summary>Null and a ticket, or a rejection and none.</summary>
    public static Rejection? Parse(ReadOnlyMemory<byte> body, string? contentType, out Ticket? ticket)
    {
        ticket = null;
        var isEvent = IsEvent(contentType);
        var json = JsonBytes.WithoutHalfSurrogates(Head(body));
        if (body.Length > MaxBytes)
        {
            return Reject(
                RejectionReason.TooLarge,
                $"The message has {body.Length:N0} bytes; the limit is {MaxBytes:N0}. Shorten the body or send attachments as links.");
        }

        if (!Utf8.IsValid(json.Span))
        {
            return Reject(RejectionReason.InvalidJson, "The message is not UTF-8. Encode the JSON as UTF-8.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            return Reject(
                RejectionReason.InvalidJson,
                $"The message is not one JSON value of at most {MaxDepth} levels: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. "
                + "Send one ticket a message, as a JSON object.");
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Reject(
                    RejectionReason.InvalidTicket,
                    $"The message is {KindOf(root)}, not an object. Send one ticket a message, as a JSON object.");
            }

            var envelope = new TicketFields(root, prefix: "");
            if (!isEvent && !envelope.Has("specversion"))
            {
                return Parse(envelope, out ticket);
            }

            isEvent = true;
            if (envelope.Raw("specversion") != "1.0" || envelope.Raw("type") != EventType)
            {
                return Reject(
                    RejectionReason.UnsupportedVersion,
                    $"The CloudEvents event is not of specversion \"1.0\" and type \"{EventType}\". Send that version, or a plain ticket.");
            }

            return envelope.Object("data", isRequired: true) is { } data
                ? Parse(new TicketFields(data, prefix: "data."), out ticket)
                : Reject(
                    RejectionReason.InvalidTicket,
                    string.Join(' ', envelope.Faults.DefaultIfEmpty("data: required. Put the ticket there, as an object.")));
        }

        Rejection Reject(string reason, string description) => new(reason, description, TicketId.Find(json.Span, isEvent));
    }

    private static Rejection? Parse(TicketFields fields, out Ticket? ticket)
    {
        var id = fields.Id("id");
        var subject = fields.Text("subject") ?? "";
        var body = fields.Text("body") ?? "";
        var read = new Ticket
        {
            Id = id ?? "",
            Subject = subject,
            Body = body,
            Channel = fields.Name<Channel>("channel"),
            CreatedAt = fields.Time("createdAt"),
            LanguageHint = fields.LanguageTag("language"),
            Customer = fields.Object("customer") is { } customer ? ParseCustomer(fields.Inside(customer, "customer.")) : null,
            AutoReplyAllowed = fields.Flag("autoReplyAllowed") ?? true,
            AutoSubmitted = fields.Flag("autoSubmitted") ?? false,
        };

        if (string.IsNullOrWhiteSpace(subject) && string.IsNullOrWhiteSpace(body)
            && !fields.IsFaulty("subject") && !fields.IsFaulty("body"))
        {
            fields.Fault("subject", "blank, and so is body. At least one must hold text.");
        }

        ticket = fields.Faults.Count == 0 ? read : null;
        return ticket is null ? new Rejection(RejectionReason.InvalidTicket, Join(fields.Faults), id) : null;
    }

    private static Customer ParseCustomer(TicketFields fields) => new()
    {
        // A blank id names nobody; as a key it would count the replies to all such customers together.
        Id = fields.Text("id") is { } id && !string.IsNullOrWhiteSpace(id) ? id : null,
        Tier = fields.Name<CustomerTier>("tier"),
        PriorContacts = fields.Count("priorContacts"),
        OpenTickets = fields.Count("openTickets"),
        RepliesToday = fields.Count("repliesToday"),
    };

    /// <summary>Transports keep 1,024 units of a description.</summary>
    private static string Join(IReadOnlyList<string> faults)
    {
        var all = string.Join(' ', faults);
        return all.Length <= 1024 ? all : string.Concat(all.AsSpan(0, 1023), "…");
    }

    private static bool IsEvent(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        return (parameters < 0 ? type : type[..parameters]).Trim().Equals(EventContentType, StringComparison.OrdinalIgnoreCase);
    }

    internal static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
