using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Triage.Publishing;
using Triage.Tickets;
using Triage.Transports;
using Triage.Worker.Commands;
using Triage.Worker.Composition;
using Triage.Worker.Embedded;
using Triage.Worker.Output;

namespace Triage.Worker.Demo;

/// <summary>
/// Sends tickets through a queue, the worker's own pump and the topics, and collects what came out at the far end: nothing
/// is taken from inside, so the path itself is shown.
/// </summary>
internal sealed class DemoRun(Parts parts, TimeProvider time, ILoggerFactory loggers, ProgressLine progress)
{
    // Only the last receive of all waits this long.
    private static readonly TimeSpan NothingMore = TimeSpan.FromMilliseconds(50);

    public async Task<DemoReport> RunAsync(Stream tickets, CancellationToken cancellation)
    {
        await using var queue = new TemporaryQueue(time);
        var sender = new SendCommand.LineSender(queue.Transport, parts.Pipelines.Send);
        await sender.SendAsync(tickets, cancellation);
        if (sender.Refused is [var refused, ..])
        {
            throw new CommandException($"Line {refused.Line} was not sent: {refused.Cause}");
        }

        var waiting = (int)(await StatusAsync(queue.Transport, cancellation)).Active!;
        await PumpAsync(queue, waiting, cancellation);
        return new DemoReport
        {
            Sent = (int)sender.Sent,
            DuplicatesDropped = (int)sender.Sent - waiting,
            Seconds = queue.Watch.Elapsed.TotalSeconds,
            Routed = await TakeAsync(queue.Transport, Topology.Routed, TriageJson.Wire.CloudEventRoutedTicket, cancellation),
            Replies = await TakeAsync(queue.Transport, Topology.Replies, TriageJson.Wire.CloudEventProposedReply, cancellation),
            DeadLettered = await DeadLettersAsync(queue.Transport, cancellation),
        };
    }

    private async Task PumpAsync(TemporaryQueue queue, int waiting, CancellationToken cancellation)
    {
        if (waiting == 0)
        {
            return;
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var settled = queue.Watch.WhenSettledAsync(waiting);
        var pumping = queue.CreatePump(parts, loggers).RunAsync(untilEmpty: true, done.Token, abandon: cancellation);
        while (!settled.IsCompleted && !pumping.IsCompleted)
        {
            progress.Show($"{queue.Watch.Settled:N0} of {waiting:N0} tickets triaged");
            await Task.WhenAny(settled, pumping, Task.Delay(TimeSpan.FromMilliseconds(100), time, CancellationToken.None));
        }

        // It would end by itself, once it has waited for more.
        await done.CancelAsync();
        await pumping;
        cancellation.ThrowIfCancellationRequested();
    }

    private static async Task<IReadOnlyList<T>> TakeAsync<T>(
        ITransport transport, string topic, JsonTypeInfo<CloudEvent<T>> type, CancellationToken cancellation)
    {
        await using var receiver = transport.OpenReceiver($"{topic}/{Topology.AllSubscription}");
        var taken = new List<(long Sequence, T Data)>();
        while (await receiver.ReceiveAsync(100, NothingMore, cancellation) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                taken.Add((message.Sequence, JsonSerializer.Deserialize(message.Body.Span, type)!.Data));
                await receiver.CompleteAsync(message, Completion.WithoutOutputs, cancellation);
            }
        }

        return [.. taken.OrderBy(t => t.Sequence).Select(t => t.Data)];
    }

    private static async Task<IReadOnlyList<DeadLetteredTicket>> DeadLettersAsync(ITransport transport, CancellationToken cancellation)
    {
        var count = (int)(await StatusAsync(transport, cancellation)).DeadLettered!;
        var letters = await transport.PeekDeadLettersAsync(Topology.Tickets, afterSequence: 0, count, cancellation);
        return
        [
            .. letters.Select(l => new DeadLetteredTicket(
                TicketReader.TryReadId(l.Body, out var id) ? id : null, l.Reason, l.Description))
        ];
    }

    private static async Task<EntityStatus> StatusAsync(ITransport transport, CancellationToken cancellation) =>
        (await transport.GetStatusAsync(cancellation)).Single(s => s.Entity == Topology.Tickets);
}
