using System.Text;
using System.Text.Json.Nodes;
using Triage.Tickets;

namespace Triage.Tests.Tickets;

public class TicketContractTests
{
    private readonly TicketReader _reader = new();

    [Fact]
    public void Every_message_of_the_golden_file_gets_its_ticket_or_its_rejection() =>
        Golden.Check("messages.json", given =>
        {
            var message = given["message"] is JsonValue raw ? raw.GetValue<string>() : given["message"]!.ToJsonString();
            var reading = Read(message, given["contentType"]?.GetValue<string>());
            return new Dictionary<string, JsonNode?> { ["reading"] = Describe(reading) };
        });

    [Fact]
    public void A_full_ticket_is_read_field_by_field()
    {
        var ticket = Accept("""
            {"id":"T-1","subject":"Hi","body":"Where is it?","channel":"email","createdAt":"2026-01-31T08:15:00.25+02:00",
             "language":"en-GB","customer":{"id":"C-9","tier":"vip","priorContacts":2,"openTickets":0,"repliesToday":1.0},
             "autoReplyAllowed":false,"autoSubmitted":true,"somethingElse":{"id":7}}
            """);

        Assert.Equal(
            new Ticket
            {
                Id = "T-1",
                Subject = "Hi",
                Body = "Where is it?",
                Channel = Channel.Email,
                CreatedAt = new DateTimeOffset(2026, 1, 31, 8, 15, 0, 250, TimeSpan.FromHours(2)),
                LanguageHint = "en-GB",
                Customer = new Customer { Id = "C-9", Tier = CustomerTier.Vip, PriorContacts = 2, OpenTickets = 0, RepliesToday = 1 },
                AutoReplyAllowed = false,
                AutoSubmitted = true,
            },
            ticket);
    }

    [Fact]
    public void Null_is_absent()
    {
        var ticket = Accept("""
            {"id":"T-1","subject":null,"body":"b","channel":null,"createdAt":null,"language":null,"customer":null,
             "autoReplyAllowed":null,"autoSubmitted":null,"specversion":null}
            """);

        Assert.Equal(new Ticket { Id = "T-1", Body = "b" }, ticket);
    }

    [Fact]
    public void A_blank_customer_id_names_nobody() =>
        Assert.Null(Accept("""{"id":"T-1","body":"b","customer":{"id":" "}}""").Customer!.Id);

    [Theory]
    [InlineData("""{"id":"T-1","body":"cut \ud83d"}""", "cut \uFFFD")]
    [InlineData("""{"id":"T-1","body":"cut \ud83d and \\ud83d"}""", "cut \uFFFD and \\ud83d")]
    [InlineData("""{"id":"T-1","body":"\ude00\ud83d\ude00\ud83d\ud83d"}""", "\uFFFD😀\uFFFD\uFFFD")]
    [InlineData("""{"id":"T-1","body":"\ud83d\n\u00e9"}""", "\uFFFD\né")]
    public void Escaped_half_surrogates_become_replacement_characters(string json, string body) =>
        Assert.Equal(body, Accept(json).Body);

    [Fact]
    public void Encoded_half_surrogates_become_replacement_characters()
    {
        byte[] json = [.. """{"id":"T-1","body":"cut """u8, 0xED, 0xA0, 0xBD, .. "\"}"u8];

        Assert.Equal("cut \uFFFD", Assert.IsType<ReadTicket>(_reader.Read(json, null)).Ticket.Body);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_JSON() =>
        Assert.Equal("b", Accept("\uFEFF" + """{"id":"T-1","body":"b"}""").Body);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_invalid_json()
    {
        byte[] json = [.. """{"id":"T-1","body":"caf"""u8, 0xE9, .. "\"}"u8];

        var rejection = Assert.IsType<Rejection>(_reader.Read(json, null));
        Assert.Equal(RejectionReason.InvalidJson, rejection.Reason);
        Assert.Equal("T-1", rejection.TicketId);
        Assert.Contains("UTF-8", rejection.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_the_limit_is_read_and_one_byte_more_is_too_large()
    {
        var json = """{"id":"T-1","body":""" + '"';
        var fitting = json + new string('x', TicketReader.MaxBytes - json.Length - 2) + "\"}";

        Assert.IsType<ReadTicket>(Read(fitting));
        Assert.Equal(
            new Rejection(
                RejectionReason.TooLarge,
                "The message has 262,145 bytes; the limit is 262,144. Shorten the body or send attachments as links.",
                "T-1"),
            Read(fitting + " "));
    }

    [Fact]
    public void The_id_may_have_128_units_and_no_more()
    {
        Assert.IsType<ReadTicket>(Read(Json(new string('x', 128))));
        Assert.Equal(RejectionReason.InvalidTicket, Assert.IsType<Rejection>(Read(Json(new string('x', 129)))).Reason);

        static string Json(string id) => $$"""{"id":"{{id}}","body":"b"}""";
    }

    [Theory]
    [InlineData("2026-01-31T08:15:00Z", "2026-01-31T08:15:00.0000000+00:00")]
    [InlineData("2026-01-31t08:15:00.123456789z", "2026-01-31T08:15:00.1234567+00:00")]
    [InlineData("2026-01-31 08:15:00-05:30", "2026-01-31T08:15:00.0000000-05:30")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.0000000+00:00")]
    [InlineData("2026-01-31T08:15:00+23:00", "2026-01-30T09:15:00.0000000+00:00")]
    public void Times_of_RFC_3339_are_read(string createdAt, string expected) =>
        Assert.Equal(expected, Accept($$"""{"id":"T-1","body":"b","createdAt":"{{createdAt}}"}""").CreatedAt!.Value.ToString("O"));

    [Theory]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T08:15:00")]
    [InlineData("2026-02-30T08:15:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("31/01/2026 08:15")]
    [InlineData("")]
    public void Other_times_are_refused(string createdAt) =>
        Assert.Equal(
            RejectionReason.InvalidTicket,
            Assert.IsType<Rejection>(Read($$"""{"id":"T-1","body":"b","createdAt":"{{createdAt}}"}""")).Reason);

    [Fact]
    public void A_description_fits_what_transports_keep_and_quotes_64_units_at_most()
    {
        var longest = new string('q', 5_000);
        var rejection = Assert.IsType<Rejection>(Read(
            $$$"""
            {"id":1,"subject":2,"body":3,"channel":"{{{longest}}}","createdAt":"{{{longest}}}","language":"{{{longest}}}",
             "customer":{"id":4,"tier":"{{{longest}}}","priorContacts":-1,"openTickets":"x","repliesToday":1.5},
             "autoReplyAllowed":"yes","autoSubmitted":0}
            """));

        Assert.InRange(rejection.Description.Length, 600, 1024);
        Assert.DoesNotContain(new string('q', 63), rejection.Description, StringComparison.Ordinal);
        Assert.Contains(new string('q', 61), rejection.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"T-1","body":5}""", "T-1")]
    [InlineData("""{"body":{"id":"no"},"id":"T-1", cut""", "T-1")]
    [InlineData("""{"specversion":"1.0","id":"event","data":{"x":[{"id":"no"}],"id":"T-1"}}""", "T-1")]
    [InlineData("""{"specversion":"1.0","id":"event","data":{}}""", null)]
    [InlineData("""{"body":"cut""", null)]
    [InlineData("""{"id":""}""", null)]
    [InlineData("""{"id":"a\u0000b"}""", null)]
    [InlineData("""{"id":"a\ud83d"}""", "a\uFFFD")]
    [InlineData("""["id","T-1"]""", null)]
    [InlineData("", null)]
    public void The_id_is_found_as_far_as_it_is_readable(string json, string? expected)
    {
        Assert.Equal(expected is not null, TicketReader.TryReadId(Encoding.UTF8.GetBytes(json), out var id));
        Assert.Equal(expected, id);
    }

    private TicketReading Read(string json, string? contentType = null) => _reader.Read(Encoding.UTF8.GetBytes(json), contentType);

    private Ticket Accept(string json) => Assert.IsType<ReadTicket>(Read(json)).Ticket;

    private static JsonObject Describe(TicketReading reading) => reading switch
    {
        Rejection rejection => new JsonObject
        {
            ["reason"] = rejection.Reason,
            ["description"] = rejection.Description,
            ["ticketId"] = rejection.TicketId,
        },
        ReadTicket read => new JsonObject { ["id"] = read.Ticket.Id, ["text"] = read.Text },
        _ => throw new InvalidOperationException(),
    };
}
