using Triage.Transports;
using Triage.Worker.Embedded;

namespace Triage.Tests.Worker.Embedded;

public sealed class TemporaryQueueTests
{
    [Fact]
    public async Task Its_files_are_gone_at_the_end()
    {
        string folder;
        await using (var queue = new TemporaryQueue(TimeProvider.System))
        {
            await queue.Transport.CheckAsync(default);
            folder = queue.Folder;
            Assert.NotEmpty(Directory.EnumerateFiles(folder));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Completed_and_dead_lettered_tickets_are_settled_abandoned_ones_are_not()
    {
        await using var queue = new TemporaryQueue(TimeProvider.System);
        await SendAsync(queue, Topology.Tickets, "a", "b", "c");
        var settled = queue.Watch.WhenSettledAsync(2);
        await using var receiver = queue.Transport.OpenReceiver(Topology.Tickets);
        var messages = await receiver.ReceiveAsync(3, TimeSpan.FromSeconds(1), default);

        await receiver.CompleteAsync(messages[0], Completion.WithoutOutputs, default);
        await receiver.AbandonAsync(messages[1], default);
        Assert.False(settled.IsCompleted);
        await receiver.DeadLetterAsync(messages[2], "invalid_ticket", "", default);
        await settled;

        Assert.Equal(2, queue.Watch.Settled);
        Assert.True(queue.Watch.SettledAt("c") >= queue.Watch.SettledAt("a"));
        Assert.True(queue.Watch.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task Only_tickets_count()
    {
        await using var queue = new TemporaryQueue(TimeProvider.System);
        await SendAsync(queue, Topology.Routed, "a");
        await using var receiver = queue.Transport.OpenReceiver("routed/all");

        await receiver.CompleteAsync(Assert.Single(await receiver.ReceiveAsync(1, TimeSpan.FromSeconds(1), default)), Completion.WithoutOutputs, default);

        Assert.Equal((0, TimeSpan.Zero), (queue.Watch.Settled, queue.Watch.Elapsed));
    }

    private static Task SendAsync(TemporaryQueue queue, string entity, params string[] ids) =>
        queue.Transport.SendAsync(entity, [.. ids.Select(id => new OutgoingMessage { MessageId = id, Body = "{}"u8.ToArray() })], default);
}
