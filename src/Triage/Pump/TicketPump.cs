using Microsoft.Extensions.Logging;
using Triage.Classification;
using Triage.Decisions;
using Triage.Publishing;
using Triage.Resilience;
using Triage.Tickets;
using Triage.Transports;

namespace Triage.Pump;

/// <summary>
/// Takes tickets from the queue to their decision: read, classify, decide, settle. Each ticket runs on its own under its own
/// lock; they meet only inside the classifier, which batches them.
/// </summary>
public sealed class TicketPump(
    ITransport transport,
    TicketReader reader,
    ITicketClassifier classifier,
    DecisionPolicy policy,
    DecisionEvents events,
    Pipelines pipelines,
    PumpOptions options,
    TimeProvider time,
    ILogger<TicketPump> logger) : IDisposable
{
    // A receive locks at most this many: one broker round trip, and no more than a drain can finish.
    private const int ReceiveBatch = 32;

    private readonly SemaphoreSlim _free = new(options.MaxInFlight);
    private readonly PumpCounts _counts = new();

    /// <summary>Tickets held under lock now.</summary>
    public int InFlight => options.MaxInFlight - _free.CurrentCount;

    /// <summary>Outcomes since the start.</summary>
    public PumpCounts Counts => _counts;

    /// <summary>Pumps until stopped, or until the queue is empty.</summary>
    /// <param name="untilEmpty">True to end when nothing is active, locked or scheduled any more.</param>
    /// <param name="stop">Stops receiving; what is held is finished inside <see cref="PumpOptions.DrainTimeout"/>.</param>
    /// <param name="abandon">Ends the drain at once.</param>
    /// <returns>True where everything held was settled; false where something was abandoned.</returns>
    /// <exception cref="TransportException">The broker failed in a way that trying again does not cure.</exception>
    public async Task<bool> RunAsync(bool untilEmpty, CancellationToken stop, CancellationToken abandon)
    {
        await using var receiver = transport.OpenReceiver(Topology.Tickets);
        await using var locks = new LockKeeper(receiver, pipelines, time, logger);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        Log.PumpStarted(logger, transport.Name, options.MaxInFlight);
        try
        {
            await ReceiveAsync(receiver, locks, untilEmpty, stop, giveUp.Token);
        }
        finally
        {
            // Also after a fault: what is held is finished or handed back, never left to its lock.
            await DrainAsync(giveUp);
        }

        Log.PumpStopped(logger, _counts.Completed, _counts.DeadLettered, _counts.Abandoned, _counts.LocksLost);
        return _counts.GivenUp == 0;
    }

    public void Dispose() => _free.Dispose();

    private async Task ReceiveAsync(
        IReceiver receiver, LockKeeper locks, bool untilEmpty, CancellationToken stop, CancellationToken giveUp)
    {
        try
        {
            while (true)
            {
                var places = await WaitForPlacesAsync(stop);
                var messages = await ReceiveAsync(receiver, places, stop);
                Release(places - messages.Count);
                foreach (var message in messages)
                {
                    var held = locks.Hold(message);
                    _ = Task.Run(() => HandleAsync(receiver, held, giveUp), CancellationToken.None);
                }

                if (untilEmpty && messages.Count == 0 && InFlight == 0 && await IsEmptyAsync(stop))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.Draining(logger, InFlight, options.DrainTimeout);
        }
    }

    /// <summary>Takes at least one free place and at most a batch of them: the bound that holds the receiver back.</summary>
    private async Task<int> WaitForPlacesAsync(CancellationToken stop)
    {
        await _free.WaitAsync(stop);
        var places = 1;

        // An open circuit admits one ticket as a probe where none is held; otherwise held tickets do the probing.
        while (pipelines.InferenceCircuit.IsOpen && InFlight > places)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, stop);
        }

        while (!pipelines.InferenceCircuit.IsOpen && places < ReceiveBatch && _free.Wait(0, CancellationToken.None))
        {
            places++;
        }

        return places;
    }

    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(IReceiver receiver, int places, CancellationToken stop)
    {
        try
        {
            return await pipelines.Receive.ExecuteAsync(
                static async (state, token) => await state.receiver.ReceiveAsync(state.places, state.ReceiveWait, token),
                (receiver, places, options.ReceiveWait), stop);
        }
        catch
        {
            Release(places);
            throw;
        }
    }

    private async Task<bool> IsEmptyAsync(CancellationToken stop)
    {
        var status = (await transport.GetStatusAsync(stop)).Single(s => s.Entity == Topology.Tickets);
        return status is { Active: null or 0, Locked: null or 0, Scheduled: null or 0 };
    }

    /// <summary>One ticket's way. Nothing escapes: every outcome is counted, and what is not settled is given back.</summary>
    private async Task HandleAsync(IReceiver receiver, HeldLock held, CancellationToken giveUp)
    {
        var message = held.Message;
        var started = time.GetTimestamp();
        using var activity = Telemetry.StartTicket(message);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(giveUp, held.Lost);
        var outcome = TicketOutcome.Abandoned;
        try
        {
            outcome = await TriageAsync(receiver, message, cancelled.Token, giveUp);
        }
        catch (LockLostException)
        {
            outcome = TicketOutcome.LockLost;
        }
        catch (OperationCanceledException) when (held.Lost.IsCancellationRequested)
        {
            outcome = TicketOutcome.LockLost;
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            outcome = TicketOutcome.GivenUp;
        }
        catch (Exception e)
        {
            Log.TicketFailed(logger, message.Sequence, message.DeliveryCount, e.GetType().Name, e is TransportException ? e.Message : "");
        }

        if (outcome is TicketOutcome.Abandoned or TicketOutcome.GivenUp)
        {
            await AbandonAsync(receiver, message);
        }

        held.Dispose();
        _counts.Add(outcome);
        Telemetry.TicketSettled(outcome, time.GetElapsedTime(started), activity);
        if (outcome is TicketOutcome.LockLost)
        {
            Log.LockLost(logger, message.Sequence, message.DeliveryCount);
        }

        Release(1);
    }

    /// <summary>Read, classify, decide, settle.</summary>
    private async Task<TicketOutcome> TriageAsync(
        IReceiver receiver, ReceivedMessage message, CancellationToken cancellation, CancellationToken giveUp)
    {
        var reading = reader.Read(message.Body, message.ContentType);
        if (reading is Rejection rejection)
        {
            return await DeadLetterAsync(receiver, message, rejection.Reason, rejection.Description, giveUp);
        }

        var ticket = (ReadTicket)reading;
        try
        {
            var labels = await pipelines.Inference.ExecuteAsync(
                static async (state, token) => await state.classifier.ClassifyAsync(state.ticket, state.alone, token),
                (classifier, ticket, alone: message.DeliveryCount >= options.AloneFromDelivery), cancellation);
            await DecideAndCompleteAsync(receiver, message, ticket, labels, giveUp);
            return TicketOutcome.Completed;
        }
        catch (InferenceFailedException e)
        {
            return await DeadLetterAsync(receiver, message, RejectionReason.InferenceFailed, e.Message, giveUp);
        }
        catch (MessageTooLargeException e)
        {
            return await DeadLetterAsync(receiver, message, RejectionReason.TooLarge, e.Message, giveUp);
        }
    }

    /// <summary>
    /// Decides on the customer's reply count and commits only if it still holds; two tickets of one customer that race for the
    /// last reply decide again, and one of them loses.
    /// </summary>
    private async Task DecideAndCompleteAsync(
        IReceiver receiver, ReceivedMessage message, ReadTicket ticket, TicketLabels labels, CancellationToken giveUp)
    {
        var customer = ticket.Ticket.Customer is { Id: not null } known ? known : null;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        while (true)
        {
            var kept = customer is null ? null : await transport.CountRepliesAsync(customer.Id!, today, giveUp);
            var decision = policy.Decide(ticket, labels, ReplyCount(kept, customer?.RepliesToday));
            var counted = decision.Action is DecisionAction.AutoReply && kept is { } seen
                ? new CountedReply(customer!.Id!, today, seen)
                : null;
            try
            {
                await receiver.CompleteAsync(message, new Completion(events.Of(ticket, labels, decision), counted), giveUp);
                Telemetry.Decided(decision, labels);
                return;
            }
            catch (ReplyCountChangedException)
            {
                Log.ReplyCountChanged(logger, message.Sequence);
            }
        }
    }

    /// <summary>The higher of what the broker kept and what the producer says; null where neither knows, or nobody knows the customer.</summary>
    private static int? ReplyCount(int? kept, int? claimed) => kept is null ? claimed : Math.Max(kept.Value, claimed ?? 0);

    private async Task<TicketOutcome> DeadLetterAsync(
        IReceiver receiver, ReceivedMessage message, string reason, string description, CancellationToken giveUp)
    {
        await receiver.DeadLetterAsync(message, reason, description, giveUp);
        Log.DeadLettered(logger, message.Sequence, reason);
        return TicketOutcome.DeadLettered;
    }

    private async Task AbandonAsync(IReceiver receiver, ReceivedMessage message)
    {
        try
        {
            await receiver.AbandonAsync(message, CancellationToken.None);
        }
        catch (TransportException e)
        {
            // Its lock expires by itself; the message comes again a little later.
            Log.AbandonFailed(logger, message.Sequence, e.Message);
        }
    }

    /// <summary>Waits until every place is free again; at the deadline the rest is cancelled, and so abandoned.</summary>
    private async Task DrainAsync(CancellationTokenSource giveUp)
    {
        using var deadline = new CancellationTokenSource(options.DrainTimeout, time);
        using var registration = deadline.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), giveUp);
        for (var place = 0; place < options.MaxInFlight; place++)
        {
            await _free.WaitAsync(CancellationToken.None);
        }

        Release(options.MaxInFlight);
    }

    private void Release(int places)
    {
        if (places > 0)
        {
            _free.Release(places);
        }
    }
}
