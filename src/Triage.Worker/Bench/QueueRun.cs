using Triage.Transports;
using Triage.Worker.Embedded;

namespace Triage.Worker.Bench;

/// <summary>The queue and its disk, without anything that looks into a ticket.</summary>
internal sealed class QueueRun(TimeProvider time)
{
    private const int Together = 256; // as many as the pump holds by default
    private static readonly TimeSpan FlushFor = TimeSpan.FromSeconds(1);

    public async Task<QueueFigures> MeasureAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
        new(await CompletionsAsync(messages, cancellation), Flushes(cancellation));

    private async Task<double> CompletionsAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        await using var queue = new TemporaryQueue(time);
        foreach (var batch in messages.Chunk(Together))
        {
            await queue.Transport.SendAsync(Topology.Tickets, batch, cancellation);
        }

        await using var receiver = queue.Transport.OpenReceiver(Topology.Tickets);
        for (var left = messages.Count; left > 0;)
        {
            var received = await receiver.ReceiveAsync(Together, TimeSpan.FromSeconds(1), cancellation);
            await Task.WhenAll(received.Select(m => receiver.CompleteAsync(m, WithOutput(m), cancellation)));
            left -= received.Count;
        }

        return messages.Count / queue.Watch.Elapsed.TotalSeconds;
    }

    private double Flushes(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("triage-");
        try
        {
            using var file = File.OpenHandle(Path.Combine(folder.FullName, "flushes"), FileMode.CreateNew, FileAccess.Write);
            var page = new byte[4096];
            var started = time.GetTimestamp();
            var count = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                RandomAccess.Write(file, page, fileOffset: (long)count * page.Length);
                RandomAccess.FlushToDisk(file);
                count++;
            }
            while (time.GetElapsedTime(started) < FlushFor);
            return count / time.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Completion WithOutput(ReceivedMessage message) =>
        new([new Transports.Output(Topology.Routed, new OutgoingMessage { MessageId = message.MessageId, Body = message.Body })]);
}
