using System.Globalization;
using Triage.Classification;
using Triage.Decisions;
using Triage.Tickets;
using Triage.Worker.Commands;

namespace Triage.Worker.Input;

/// <summary>Takes the lines of a file the way of a ticket, without queue and locks: read, classify, decide.</summary>
/// <param name="window">
/// Lines in work at once. The classifier forms its batches from them, and memory does not grow beyond them.
/// </param>
internal sealed class LineLabeller(ITicketClassifier classifier, DecisionPolicy policy, int window)
{
    private readonly TicketReader _reader = new();

    /// <summary>One result for each line, in order.</summary>
    /// <exception cref="CommandException">The model cannot run.</exception>
    public IAsyncEnumerable<LabelledLine> LabelAsync(Stream input, CancellationToken cancellation) =>
        Lines.ReadAsync(input, TicketReader.MaxBytes + 1, cancellation)
            .SelectInOrderAsync(window, (line, token) => Task.Run(() => LabelAsync(line, token), token), cancellation);

    private async Task<LabelledLine> LabelAsync(Line line, CancellationToken cancellation)
    {
        var reading = _reader.Read(line.Bytes, contentType: null);
        if (reading is Rejection rejection)
        {
            return new RejectedTicket(line, line.IsCut ? TooLarge(line, rejection) : rejection);
        }

        var ticket = (ReadTicket)reading;
        try
        {
            var labels = await classifier.ClassifyAsync(ticket, alone: false, cancellation);
            return new LabelledTicket(line, ticket, labels, policy.Decide(ticket, labels, ticket.Ticket.Customer?.RepliesToday));
        }
        catch (InferenceFailedException e)
        {
            return new RejectedTicket(line, new Rejection(RejectionReason.InferenceFailed, e.Message, ticket.Ticket.Id));
        }
        catch (InferenceUnavailableException e)
        {
            throw new CommandException(e.Message, e);
        }
    }

    /// <summary>The reader saw the line's beginning only.</summary>
    private static Rejection TooLarge(Line line, Rejection ofBeginning) => ofBeginning with
    {
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"The line has {line.Length:N0} bytes; the limit is {TicketReader.MaxBytes:N0}. Shorten the body or send attachments as links."),
    };
}
