using System.Text;
using Triage.Tickets;

namespace Triage.Tests.Publishing;

/// <summary>The tickets of <c>triage demo</c> show what they are there to show.</summary>
public class SampleTicketsTests
{
    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(Repository.Root, "src", "Triage.Worker", "samples", "tickets.jsonl"));

    private static readonly IReadOnlyList<TicketReading> Readings =
        [.. Lines.Select(line => new TicketReader().Read(Encoding.UTF8.GetBytes(line), contentType: null))];

    private static readonly IReadOnlyList<ReadTicket> Tickets = [.. Readings.OfType<ReadTicket>()];

    [Fact]
    public void Each_way_of_being_no_ticket_is_among_them_and_the_contract_agrees()
    {
        Assert.Equal(
            [
                RejectionReason.InvalidJson, RejectionReason.InvalidTicket, RejectionReason.UnsupportedVersion,
                RejectionReason.InvalidTicket, RejectionReason.InvalidTicket, RejectionReason.InvalidTicket,
            ],
            Readings.OfType<Rejection>().Select(r => r.Reason));

        var contract = ContractSchema.Load("ticket");
        foreach (var (line, reading) in Lines.Zip(Readings))
        {
            // JSON that is none, or with half an emoji, has no say in the contract.
            if (reading is not Rejection { Reason: RejectionReason.InvalidJson } && !line.Contains("\\ud83d"))
            {
                Assert.Equal(reading is ReadTicket, contract.Errors(line).Count == 0);
            }
        }
    }

    [Fact]
    public void One_ticket_comes_twice_as_after_a_redelivery()
    {
        var repeated = Assert.Single(Tickets.GroupBy(t => t.Ticket.Id), group => group.Count() > 1);

        Assert.Equal(2, repeated.Count());
        Assert.InRange(Tickets.Count, 70, 150);
    }

    [Fact]
    public void Every_channel_tier_and_kind_of_personal_data_is_among_them()
    {
        Assert.Equal(Enum.GetValues<Channel>(), Tickets.Select(t => t.Ticket.Channel).OfType<Channel>().Distinct().Order());
        Assert.Equal(Enum.GetValues<CustomerTier>(), Tickets.Select(t => t.Ticket.Customer?.Tier).OfType<CustomerTier>().Distinct().Order());
        Assert.Equal(Enum.GetValues<EntityType>(), Tickets.SelectMany(t => t.Entities).Select(e => e.Type).Distinct().Order());
    }

    [Fact]
    public void Other_languages_automatic_messages_and_forbidden_replies_are_among_them()
    {
        Assert.True(Tickets.Count(t => t.Language.Tag != "en") >= 5);
        Assert.Equal(2, Tickets.Count(t => t.Ticket.AutoSubmitted));
        Assert.Contains(Tickets, t => !t.Ticket.AutoReplyAllowed);
        Assert.Contains(Tickets, t => t.Ticket.Customer?.RepliesToday >= 3);
        Assert.Contains(Tickets, t => t.Ticket.Body.Contains("</p>"));
        Assert.Equal(2, Lines.Count(l => l.Contains("triage.ticket.received.v1")));
    }
}
