using Triage.Tickets;

namespace Triage.Classification;

/// <summary>
/// Labels tickets. Calls from many tickets may run at once; the classifier forms the batches. The core knows only this
/// port, so that it builds and is tested without a runtime for models.
/// </summary>
public interface ITicketClassifier
{
    ModelProfile Model { get; }

    /// <summary>Labels one ticket, together with whatever others are waiting.</summary>
    /// <param name="alone">
    /// True to infer this ticket in a batch of its own: a ticket that may have killed the process before must not drag
    /// batch mates along.
    /// </param>
    /// <exception cref="InferenceFailedException">This ticket, and not its batch mates, cannot be inferred.</exception>
    /// <exception cref="InferenceUnavailableException">The model fails whatever it is given; trying again may help.</exception>
    Task<TicketLabels> ClassifyAsync(ReadTicket ticket, bool alone, CancellationToken cancellation);
}

/// <summary>One ticket cannot be inferred, whatever it is batched with. The message never holds its text.</summary>
public sealed class InferenceFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The model cannot infer anything at present, not this ticket in particular: transient, the same call may succeed later.
/// The ticket goes back to the queue.
/// </summary>
public sealed class InferenceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
