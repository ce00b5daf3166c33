using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Triage.Tickets;
using Triage.Tickets.PersonalData;

namespace Triage.Tests.Tickets;

public partial class EntityFinderTests
{
    [Fact]
    public void Every_text_of_the_golden_file_has_the_entities_and_the_masks_written_there() =>
        Golden.Check("entities.json", given =>
        {
            string subject = Golden.Lines(given["subject"]), body = Golden.Lines(given["body"]);
            var entities = EntityFinder.Find(subject, body);
            var redacted = Redaction.Redact(subject, body, entities);
            return new Dictionary<string, JsonNode?>
            {
                ["entities"] = new JsonArray([.. entities.Select(entity => (JsonNode?)Describe(entity, subject, body))]),
                ["redactedSubject"] = redacted.Subject,
                ["redactedBody"] = redacted.Body,
            };
        });

    [Fact]
    public void Offsets_count_UTF16_units_of_the_field_as_received()
    {
        var entity = Assert.Single(EntityFinder.Find("", "😭 &nbsp;ann&#64;example.com!"));

        Assert.Equal(new Entity(EntityType.Email, TicketField.Body, 9, 19), entity);
    }

    [Fact]
    public void Redaction_says_where_the_masks_are()
    {
        const string Subject = "from ann@example.com", Body = "card 4111 1111 1111 1111, tel +44 7700 900123.";

        var redacted = Redaction.Redact(Subject, Body, EntityFinder.Find(Subject, Body));

        Assert.Equal("from [email]", redacted.Subject);
        Assert.Equal("card [payment_card], tel [phone].", redacted.Body);
        Assert.Equal(
            [
                new Entity(EntityType.Email, TicketField.Subject, 5, 7),
                new Entity(EntityType.PaymentCard, TicketField.Body, 5, 14),
                new Entity(EntityType.Phone, TicketField.Body, 25, 7),
            ],
            redacted.Entities);
    }

    [Property(MaxTest = 1_000)]
    public Property Redacted_text_holds_nothing_to_redact() => Prop.ForAll(Texts(), text =>
    {
        var redacted = Redaction.Redact(text, text, EntityFinder.Find(text, text));
        return EntityFinder.Find(redacted.Subject, redacted.Body).Count == 0;
    });

    [Property(MaxTest = 1_000)]
    public Property Entities_are_ordered_inside_their_field_and_apart() => Prop.ForAll(Texts(), text =>
    {
        var end = 0;
        foreach (var entity in EntityFinder.Find("", text))
        {
            Assert.InRange(entity.Start, end, text.Length - 1);
            Assert.InRange(entity.Length, 1, text.Length - entity.Start);
            end = entity.Start + entity.Length;
        }
    });

    /// <summary>Order numbers of the training tickets are in e-mails next to real phone numbers: only those may be found.</summary>
    [SharedFact("data/tickets/train.jsonl")]
    public void Order_numbers_of_training_tickets_are_no_phones_and_no_cards()
    {
        int numbers = 0, phones = 0, doubtful = 0;
        foreach (var line in File.ReadLines(Shared.Path("data/tickets/train.jsonl")))
        {
            using var ticket = JsonDocument.Parse(line);
            var body = ticket.RootElement.GetProperty("body").GetString()!;
            numbers += LongNumber().Count(body);
            foreach (var entity in EntityFinder.Find("", body).Where(entity => entity.Type != EntityType.Email))
            {
                Assert.Equal(EntityType.Phone, entity.Type);
                phones++;

                // Writers of the tickets took numbers from the ranges that are reserved for fiction.
                doubtful += Fictional().IsMatch(body.AsSpan(entity.Start, entity.Length)) ? 0 : 1;
            }
        }

        Assert.True(numbers > 300, $"Only {numbers} numbers of five digits or more.");
        Assert.InRange(phones, 60, 80);
        Assert.InRange(doubtful, 0, 4);
    }

    [Theory]
    [InlineData("1 ")]
    [InlineData("1-")]
    [InlineData("1(")]
    [InlineData("(1) ")]
    [InlineData("+1 ")]
    [InlineData("0")]
    [InlineData("020 7946 0958 ")]
    [InlineData("4111 1111 1111 1112 ")]
    [InlineData("a@")]
    [InlineData("a.")]
    [InlineData("@a.")]
    [InlineData("1.")]
    [InlineData("a:")]
    [InlineData("::1")]
    [InlineData("://")]
    [InlineData("www.")]
    [InlineData("http://a?a=")]
    [InlineData("DE89 ")]
    [InlineData("&#64;")]
    [InlineData("&")]
    [InlineData("AB 12 ")]
    [InlineData("bsn ")]
    [InlineData("[email]")]
    [InlineData("4111 1111 1111 1111 2001:db8::1 ")]
    public void Hostile_repetition_is_scanned(string piece) =>
        Assert.NotNull(EntityFinder.Find("", string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)) + "x"));

    /// <summary>Pieces of entities and of what is nearly one, run together in any order.</summary>
    private static Arbitrary<string> Texts() => Gen.Elements(
            "4111 1111 1111 1111", "4111111111111111", "ann@example.com", "@", ".com", "+44 7700 900123", "020 7946 0958", "0", "1", "12", "555-0142",
            "call me on", "tel", "order", "DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "192.168.1.254", "2001:db8::ff00:42:8329", "::",
            "078-05-1120", "44051401359", "12345678Z", "https://a:b@c.example/", "https://x.example/?token=", "www.", "://", "&nbsp;", "&#64;", "%40",
            "[phone]", "[email]", "[", "]", " ", " ", " ", "-", ".", "/", "(", ")", ",", "\n", "x", "😭", "\u00A0", "\u200B", "£", "bsn", "version")
        .ListOf().Select(string.Concat).ToArbitrary();

    private static string Describe(Entity entity, string subject, string body)
    {
        var text = entity.Field == TicketField.Subject ? subject : body;
        return $"{entity.Type.WireName()} in {entity.Field.WireName()} at {entity.Start}: {text.Substring(entity.Start, entity.Length)}";
    }

    [GeneratedRegex("[0-9][0-9-]{4,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex("555[ -]?01|7700[ -]?900|496[ -]?0|01632|1632|7946[ -]?0|0808 157|\\+49|0049")]
    private static partial Regex Fictional();
}
