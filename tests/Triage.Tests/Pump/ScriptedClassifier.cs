using System.Collections.Concurrent;
using Triage.Classification;
using Triage.Tests.Decisions;
using Triage.Tickets;

namespace Triage.Tests.Pump;

/// <summary>A classifier that answers as the test says, and tells what it was asked.</summary>
internal sealed class ScriptedClassifier : ITicketClassifier
{
    private readonly ConcurrentQueue<(string TicketId, bool Alone)> _asked = new();

    public ModelProfile Model => Sample.Model;

    /// <summary>What to answer; by default labels that lead to an automatic reply.</summary>
    public Func<ReadTicket, CancellationToken, Task<TicketLabels>> Answer { get; set; } = (_, _) => Task.FromResult(Sample.Labels());

    /// <summary>Ticket ids in the order in which they were asked for, with whether they were to be inferred alone.</summary>
    public IReadOnlyCollection<(string TicketId, bool Alone)> Asked => _asked;

    public Task<TicketLabels> ClassifyAsync(ReadTicket ticket, bool alone, CancellationToken cancellation)
    {
        _asked.Enqueue((ticket.Ticket.Id, alone));
        return Answer(ticket, cancellation);
    }
}
