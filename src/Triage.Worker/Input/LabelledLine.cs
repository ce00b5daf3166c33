using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Worker.Input;

/// <summary>What became of one line without any queue: a ticket with labels and a decision, or a rejection.</summary>
internal abstract record LabelledLine(Line Line);

internal sealed record LabelledTicket(Line Line, ReadTicket Ticket, TicketLabels Labels, Decision Decision) : LabelledLine(Line);

internal sealed record RejectedTicket(Line Line, Rejection Rejection) : LabelledLine(Line);
