using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Triage.Tickets;

namespace Triage.Tests.Tickets;

public class TicketReaderProperties
{
    private static readonly TicketReader Reader = new();

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes("""
        {"id":"T-1","subject":"Re: r\u00e9fund \ud83d\ude00","body":"<p>Hi &amp; bye</p>\n> quoted\nOn 1 May a@b.example wrote:\n-- \nme +44 7700 900123",
         "channel":"email","createdAt":"2026-01-31T08:15:00Z","language":"en-GB",
         "customer":{"id":"C-9","tier":"vip","priorContacts":2,"openTickets":0,"repliesToday":1},"autoReplyAllowed":true,"autoSubmitted":false}
        """);

    [Property(MaxTest = 500)]
    public void Any_bytes_are_read_without_an_exception(byte[] bytes)
    {
        Assert.NotNull(Reader.Read(bytes, null));
        Assert.NotNull(Reader.Read(bytes, "application/cloudevents+json"));
        TicketReader.TryReadId(bytes, out _);
    }

    [Property(MaxTest = 3_000)]
    public Property A_ticket_with_damaged_bytes_is_read_without_an_exception() => Prop.ForAll(Damaged(), bytes =>
    {
        var reading = Reader.Read(bytes, null);
        Assert.True(reading is ReadTicket or Rejection { Description.Length: > 0 });
        TicketReader.TryReadId(bytes, out _);
    });

    [Property(MaxTest = 500)]
    public void Any_subject_and_body_are_read(NonNull<string> subject, NonNull<string> body)
    {
        var read = Reader.Read(new Ticket { Id = "T-1", Subject = subject.Get, Body = body.Get });

        Assert.NotNull(read.Text);
        Assert.NotNull(Redaction(read));

        static object Redaction(ReadTicket read) => Triage.Tickets.PersonalData.Redaction.Redact(read);
    }

    [Property(MaxTest = 500)]
    public void What_is_not_blank_never_becomes_blank(NonEmptyString body)
    {
        if (!string.IsNullOrWhiteSpace(body.Get) && body.Get.Any(char.IsLetterOrDigit))
        {
            Assert.False(string.IsNullOrWhiteSpace(Reader.Read(new Ticket { Id = "T-1", Body = body.Get }).Text));
        }
    }

    [Fact]
    public void The_undamaged_ticket_is_read() => Assert.IsType<ReadTicket>(Reader.Read(Valid, null));

    /// <summary>The valid ticket with up to eight bytes changed, taken out or put in, and sometimes cut short.</summary>
    private static Arbitrary<byte[]> Damaged() => Gen.Choose(0, int.MaxValue).Select(seed =>
    {
        var random = new Random(seed);
        var bytes = Valid.ToList();
        for (var n = random.Next(1, 9); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            var value = random.Next(2) == 0 ? (byte)random.Next(256) : "\"\\{}[]:,0udD8<>&-"u8[random.Next(17)];
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, value);
                    break;
                default:
                    bytes[at] = value;
                    break;
            }
        }

        return random.Next(4) == 0 ? bytes.Take(random.Next(bytes.Count)).ToArray() : bytes.ToArray();
    }).ToArbitrary();
}
