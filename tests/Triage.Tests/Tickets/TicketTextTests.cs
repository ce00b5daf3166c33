using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Triage.Tickets;
using Triage.Tickets.Cleaning;

namespace Triage.Tests.Tickets;

public class TicketTextTests
{
    [Fact]
    public void Every_text_of_the_golden_file_is_cleaned_as_written() =>
        Golden.Check("texts.json", given => new Dictionary<string, JsonNode?>
        {
            ["text"] = Golden.Lines(TicketText.Of(Golden.Lines(given["subject"]), Golden.Lines(given["body"]))),
        });

    /// <summary>The rest has quoted lines or signatures; the model was trained with them, on the joining that this asserts.</summary>
    [SharedFact("data/tickets/train.jsonl")]
    public void Training_tickets_pass_through_unchanged_but_for_their_quotes()
    {
        int tickets = 0, unchanged = 0;
        foreach (var line in File.ReadLines(Shared.Path("data/tickets/train.jsonl")))
        {
            var ticket = Assert.IsType<ReadTicket>(new TicketReader().Read(Encoding.UTF8.GetBytes(line), null));
            tickets++;
            unchanged += Words(ticket.Text) == Words(AsTrained(ticket.Ticket)) ? 1 : 0;
        }

        Assert.True(unchanged >= 0.98 * tickets, $"{unchanged} of {tickets} tickets are unchanged.");
    }

    [SharedFact("data/tickets/teacher.jsonl.gz")]
    public void The_joining_is_the_one_that_the_model_was_trained_on()
    {
        using var file = File.OpenRead(Shared.Path("data/tickets/teacher.jsonl.gz"));
        using var unzipped = new StreamReader(new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress));
        foreach (var line in File.ReadLines(Shared.Path("data/tickets/train.jsonl")).Take(200))
        {
            var trained = JsonDocument.Parse(unzipped.ReadLine()!).RootElement.GetProperty("text").GetString();
            var ticket = Assert.IsType<ReadTicket>(new TicketReader().Read(Encoding.UTF8.GetBytes(line), null)).Ticket;
            Assert.Equal(trained, AsTrained(ticket));
        }
    }

    /// <summary>Work per unit of text must not grow with its length; a quadratic step on 200,000 units would not end in a run of the tests.</summary>
    [Theory]
    [InlineData("<b>")]
    [InlineData("<b x")]
    [InlineData("<div class=gmail_quote>")]
    [InlineData("<a a=1 b=2 ")]
    [InlineData("<!--")]
    [InlineData("<![CDATA[")]
    [InlineData("<script>")]
    [InlineData("</p><p>&")]
    [InlineData("&notanentity")]
    [InlineData("On 1, a@b wrote\n")]
    [InlineData("From: a\n")]
    [InlineData("From: a\n\n")]
    [InlineData("-- \n")]
    [InlineData("> \n")]
    [InlineData(" \n")]
    [InlineData("This message is ")]
    [InlineData("*")]
    public void Hostile_repetition_is_cleaned(string piece)
    {
        var hostile = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));

        foreach (var text in (string[])[hostile, "<p>" + hostile, hostile + "<p>", "one\n" + hostile])
        {
            Assert.NotNull(TicketText.Of("", text));
        }
    }

    private static string AsTrained(Ticket ticket) =>
        string.IsNullOrWhiteSpace(ticket.Subject) ? ticket.Body
        : string.IsNullOrWhiteSpace(ticket.Body) ? ticket.Subject
        : $"{ticket.Subject}. {ticket.Body}";

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
