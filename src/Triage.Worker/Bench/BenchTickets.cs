using System.Text.Json;
using System.Text.Json.Nodes;
using Triage.Tickets;
using Triage.Transports;
using Triage.Worker.Commands;
using Triage.Worker.Input;

namespace Triage.Worker.Bench;

/// <summary>The tickets of a file, repeated under new ids. Lines that are no tickets are left out: they would cost the model nothing.</summary>
internal sealed class BenchTickets
{
    private readonly List<ReadTicket> _tickets = [];

    /// <exception cref="CommandException">The file has no ticket.</exception>
    public static async Task<BenchTickets> LoadAsync(Stream input, CancellationToken cancellation)
    {
        var loaded = new BenchTickets();
        var reader = new TicketReader();
        await foreach (var line in Lines.ReadAsync(input, TicketReader.MaxBytes + 1, cancellation))
        {
            if (reader.Read(line.Bytes, contentType: null) is ReadTicket ticket)
            {
                loaded._tickets.Add(ticket);
            }
        }

        return loaded._tickets.Count > 0 ? loaded : throw new CommandException(
            "None of the lines is a ticket, so there is nothing to measure with. Give --tickets a file with a ticket a line.");
    }

    /// <summary>As messages; ticket and customer are new in every repetition, so that nothing is a duplicate or over its reply limit.</summary>
    public IReadOnlyList<OutgoingMessage> Messages(int count) => [.. Enumerable.Range(0, count).Select(Message)];

    /// <summary>What the model reads of the messages, in their order.</summary>
    public IEnumerable<string> TextsOf(int count) => Enumerable.Range(0, count).Select(i => _tickets[i % _tickets.Count].Text);

    private OutgoingMessage Message(int index)
    {
        var id = $"bench-{index}";
        var ticket = _tickets[index % _tickets.Count].Ticket;
        var json = new JsonObject
        {
            ["id"] = id,
            ["subject"] = ticket.Subject,
            ["body"] = ticket.Body,
            ["channel"] = ticket.Channel?.WireName(),
            ["language"] = ticket.LanguageHint,
            ["customer"] = ticket.Customer is null ? null : new JsonObject { ["id"] = id, ["tier"] = ticket.Customer.Tier?.WireName() },
            ["autoReplyAllowed"] = ticket.AutoReplyAllowed,
            ["autoSubmitted"] = ticket.AutoSubmitted,
        };
        return new OutgoingMessage
        {
            MessageId = id,
            Body = JsonSerializer.SerializeToUtf8Bytes(json),
            ContentType = "application/json",
        };
    }
}
