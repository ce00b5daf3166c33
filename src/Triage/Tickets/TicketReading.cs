namespace Triage.Tickets;

/// <summary>What became of one message's bytes: a <see cref="ReadTicket"/>, or a <see cref="Rejection"/>.</summary>
public abstract record TicketReading;

/// <summary>A ticket that is ready to be classified.</summary>
/// <param name="Ticket">The ticket as received.</param>
/// <param name="Text">
/// What the model reads: subject and body without markup, quoted threads and signatures' noise, joined as the model was
/// trained. Not redacted; it never leaves the process.
/// </param>
/// <param name="Language">What the detector says of <paramref name="Text"/>, narrowed by the producer's hint.</param>
/// <param name="Entities">Personal data found in subject and body, ordered by field and start; spans do not overlap.</param>
public sealed record ReadTicket(Ticket Ticket, string Text, Language Language, IReadOnlyList<Entity> Entities) : TicketReading;

/// <summary>A message that is no ticket. It is dead-lettered at once: no retry makes it one.</summary>
/// <param name="Reason">One of <see cref="RejectionReason"/>.</param>
/// <param name="Description">Field, limit and remedy; never a customer's text or id.</param>
/// <param name="TicketId">The ticket's id where it could be read.</param>
public sealed record Rejection(string Reason, string Description, string? TicketId) : TicketReading;

/// <summary>Dead-letter reasons on the wire.</summary>
public static class RejectionReason
{
    public const string InvalidJson = "invalid_json";
    public const string InvalidTicket = "invalid_ticket";
    public const string UnsupportedVersion = "unsupported_version";
    public const string TooLarge = "too_large";
    public const string InferenceFailed = "inference_failed";
    public const string MaxDeliveries = "max_deliveries";
    public const string Expired = "expired";
}

/// <summary>The language of a ticket.</summary>
/// <param name="Tag">BCP 47 primary language subtag, lower case; <c>und</c> where the detector cannot tell.</param>
/// <param name="Confirmed">
/// True where the detector is sure of <paramref name="Tag"/> and no hint contradicts it. An automatic reply needs it.
/// </param>
public sealed record Language(string Tag, bool Confirmed)
{
    public const string Undetermined = "und";
}

/// <summary>A piece of personal data: where it is, never what it is.</summary>
/// <param name="Start">Offset in UTF-16 units of the field.</param>
/// <param name="Length">Length in UTF-16 units.</param>
public sealed record Entity(EntityType Type, TicketField Field, int Start, int Length);

public enum TicketField { Subject, Body }

/// <summary>Kinds of personal data; the wire name is the snake_case form.</summary>
public enum EntityType { Email, Phone, PaymentCard, Iban, IpAddress, NationalId, CredentialUrl }
