using System.Diagnostics.CodeAnalysis;
using Triage.Tickets.Cleaning;
using Triage.Tickets.Languages;
using Triage.Tickets.PersonalData;

namespace Triage.Tickets;

/// <summary>
/// From a message's bytes to a ticket that is ready to be classified, or the reason why it is none. Stateless and safe for
/// concurrent use; never throws for any bytes, and takes time in proportion to them.
/// </summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Read is called on the reader that a part was given.")]
public sealed class TicketReader
{
    /// <summary>Largest message that is read as a ticket, in bytes, its CloudEvents envelope included.</summary>
    public const int MaxBytes = TicketJson.MaxBytes;

    /// <summary>Reads one message.</summary>
    /// <param name="body">UTF-8 JSON: a ticket, or a CloudEvents 1.0 event with a ticket as its data.</param>
    /// <param name="contentType">The message's content type; <c>application/cloudevents+json</c> says event.</param>
    /// <returns>A <see cref="ReadTicket"/> or a <see cref="Rejection"/>.</returns>
    public TicketReading Read(ReadOnlyMemory<byte> body, string? contentType) =>
        TicketJson.Parse(body, contentType, out var ticket) is { } rejection ? rejection : Read(ticket!);

    /// <summary>Reads a ticket that did not come as JSON, for example a text given on the command line.</summary>
    public ReadTicket Read(Ticket ticket)
    {
        var text = TicketText.Of(ticket.Subject, ticket.Body);
        return new ReadTicket(
            ticket, text, LanguageDetector.Detect(text, ticket.LanguageHint), EntityFinder.Find(ticket.Subject, ticket.Body));
    }

    /// <summary>
    /// The ticket's id, found without reading the whole ticket: it may be invalid, cut off or too large, as long as a valid
    /// id can be read before the first fault.
    /// </summary>
    public static bool TryReadId(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out string? id) =>
        (id = TicketId.Find(JsonBytes.WithoutHalfSurrogates(TicketJson.Head(body)).Span, isEvent: false)) is not null;
}
