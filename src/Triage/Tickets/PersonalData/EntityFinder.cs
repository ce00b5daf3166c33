namespace Triage.Tickets.PersonalData;

/// <summary>
/// Finds personal data in subject and body as received, HTML included. Made for redaction of support mail: strict formats
/// and check digits over guesses, so that order numbers, dates and prices stay readable. Names and postal addresses are
/// not looked for.
/// </summary>
/// <remarks>
/// Where two kinds overlap, the first in <see cref="Finders"/> wins: a link with credentials holds whatever is in it, and a
/// number with a check digit is what the digit says before it is a phone number. Time grows with the length of the text.
/// </remarks>
public static class EntityFinder
{
    /// <summary>
    /// What a find uncovers (two numbers that ran together are two once one is covered) is looked for again, so that a
    /// redacted text holds nothing more to find. Ordinary text is done after the second round, which finds nothing.
    /// </summary>
    private const int MaxRounds = 8;

    private static readonly (EntityType Type, Func<string, IEnumerable<Range>> Find)[] Finders =
    [
        (EntityType.CredentialUrl, CredentialUrls.Find),
        (EntityType.Email, EmailAddresses.Find),
        (EntityType.Iban, Ibans.Find),
        (EntityType.PaymentCard, PaymentCards.Find),
        (EntityType.IpAddress, IpAddresses.FindVersion6),
        (EntityType.IpAddress, IpAddresses.FindVersion4),
        .. NationalIds.Finders.Select(finder => (EntityType.NationalId, finder)),
        (EntityType.Phone, PhoneNumbers.Find),
    ];

    /// <summary>Entities of both fields, ordered by field and start, without overlaps; offsets in UTF-16 units of the field.</summary>
    public static IReadOnlyList<Entity> Find(string subject, string body) =>
        [.. Find(TicketField.Subject, subject), .. Find(TicketField.Body, body)];

    private static IEnumerable<Entity> Find(TicketField field, string text)
    {
        var scanned = new ScannedField(text);
        var found = new List<Entity>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = found.Count;
            foreach (var (type, find) in Finders)
            {
                foreach (var range in find(scanned.View.ToString()))
                {
                    found.Add(scanned.ToEntity(type, field, range));
                    scanned.CoverUp(range);
                }
            }

            if (found.Count == before)
            {
                break;
            }
        }

        return found.OrderBy(entity => entity.Start);
    }
}
