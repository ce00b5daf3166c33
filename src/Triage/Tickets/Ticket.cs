namespace Triage.Tickets;

/// <summary>A support ticket as its producer sent it, after validation. The contract is <c>docs/contracts/ticket.schema.json</c>.</summary>
public sealed record Ticket
{
    /// <summary>Identity across redeliveries: 1 to 128 UTF-16 units, no control characters.</summary>
    public required string Id { get; init; }

    /// <summary>The subject as received, possibly empty. At least one of subject and body is not blank.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The body as received, possibly HTML, possibly with a quoted thread below.</summary>
    public string Body { get; init; } = "";

    public Channel? Channel { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>BCP 47 tag given by the producer. It can narrow what is done with a ticket, never widen it.</summary>
    public string? LanguageHint { get; init; }

    public Customer? Customer { get; init; }

    public bool AutoReplyAllowed { get; init; } = true;

    /// <summary>True for messages that a machine sent (RFC 3834).</summary>
    public bool AutoSubmitted { get; init; }
}

/// <summary>Who wrote the ticket, as far as the producer says.</summary>
public sealed record Customer
{
    public string? Id { get; init; }

    public CustomerTier? Tier { get; init; }

    public int? PriorContacts { get; init; }

    public int? OpenTickets { get; init; }

    /// <summary>Automatic replies that this customer already had today (UTC), as the producer counted them.</summary>
    public int? RepliesToday { get; init; }
}

public enum Channel { Email, Web, Chat, Social, Api }

public enum CustomerTier { Standard, Business, Vip }
