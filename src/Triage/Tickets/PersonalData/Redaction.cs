using System.Text;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>A ticket's text without the personal data that was found in it.</summary>
/// <param name="Entities">The entities, where their masks are: offsets in the redacted fields.</param>
public sealed record RedactedText(string Subject, string Body, IReadOnlyList<Entity> Entities);

/// <summary>Puts <c>[email]</c>, <c>[phone]</c> … in the place of personal data. Redacted text holds nothing to redact.</summary>
public static partial class Redaction
{
    /// <summary>What stands in the place of an entity.</summary>
    public static string MaskOf(EntityType type) => $"[{type.WireName()}]";

    /// <param name="subject">The subject as received.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="entities">As <see cref="EntityFinder"/> found them: ordered, without overlaps.</param>
    public static RedactedText Redact(string subject, string body, IReadOnlyList<Entity> entities)
    {
        var masks = new List<Entity>(entities.Count);
        return new RedactedText(
            Redact(TicketField.Subject, subject, entities, masks), Redact(TicketField.Body, body, entities, masks), masks);
    }

    /// <inheritdoc cref="Redact(string, string, IReadOnlyList{Entity})"/>
    public static RedactedText Redact(ReadTicket read) => Redact(read.Ticket.Subject, read.Ticket.Body, read.Entities);

    private static string Redact(TicketField field, string text, IReadOnlyList<Entity> entities, List<Entity> masks)
    {
        var redacted = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var entity in entities.Where(entity => entity.Field == field))
        {
            var mask = MaskOf(entity.Type);
            redacted.Append(text, copied, entity.Start - copied);
            masks.Add(new Entity(entity.Type, field, redacted.Length, mask.Length));
            redacted.Append(mask);
            copied = entity.Start + entity.Length;
        }

        return redacted.Append(text, copied, text.Length - copied).ToString();
    }

    [GeneratedRegex(@"\[(?:email|phone|payment_card|iban|ip_address|national_id|credential_url)\]", RegexOptions.CultureInvariant)]
    internal static partial Regex MaskPattern();
}
