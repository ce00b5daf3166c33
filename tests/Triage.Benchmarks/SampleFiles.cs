using System.Text;
using System.Text.Json;
using Triage.Testing;
using Triage.Tickets;

namespace Triage.Benchmarks;

/// <summary>The checkout's sample tickets.</summary>
internal static class SampleFiles
{
    /// <summary>The lines that are tickets.</summary>
    public static IReadOnlyList<ReadTicket> Tickets()
    {
        var reader = new TicketReader();
        return [.. Lines().Select(line => reader.Read(line, contentType: null)).OfType<ReadTicket>()];
    }

    public static IEnumerable<byte[]> Lines() =>
        File.ReadLines(Path.Combine(Repository.Root, "src", "Triage.Worker", "samples", "tickets.jsonl")).Select(Encoding.UTF8.GetBytes);

    /// <summary>Tickets that all differ: each opens with a number and joins the bodies of two samples, so lengths vary as well.</summary>
    public static IEnumerable<string> Distinct(int count)
    {
        var bodies = Tickets().Select(t => t.Ticket.Body).ToList();
        for (var i = 0; i < count; i++)
        {
            var body = $"Case {i}. {bodies[i % bodies.Count]} {bodies[i / bodies.Count % bodies.Count]}";
            yield return JsonSerializer.Serialize(new { id = $"distinct-{i}", body });
        }
    }
}
