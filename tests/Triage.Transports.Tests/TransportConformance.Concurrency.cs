using System.Collections.Concurrent;

namespace Triage.Transports.Tests;

public abstract partial class TransportConformance
{
    private const int Many = 120;

    [Fact]
    public async Task Two_receivers_never_hold_the_same_message()
    {
        await SendManyAsync();
        var held = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            var transport = i % 2 == 0 ? Transport : _fixture.OpenAnother();
            await using var receiver = transport.OpenReceiver(Topology.Tickets);
            while (await ReceiveAsync(receiver, max: 7) is { Count: > 0 } messages)
                foreach (var message in messages) held.Add(message.MessageId);
        }));

        Assert.Equal(Many, held.Count);
        Assert.Equal(Many, held.Distinct().Count());
    }

    [Fact]
    public async Task Competing_receivers_drain_a_queue_and_publish_each_output_once()
    {
        await SendManyAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            var transport = i % 2 == 0 ? Transport : _fixture.OpenAnother();
            await using var receiver = transport.OpenReceiver(Topology.Tickets);
            while (await ReceiveAsync(receiver, max: 7) is { Count: > 0 } messages)
                await Task.WhenAll(messages.Select(
                    m => receiver.CompleteAsync(m, Publishing(Routed($"routed-{m.MessageId}")), default)));
        }));

        Assert.Equal(
            Enumerable.Range(0, Many).Select(i => $"routed-t{i}").Order(),
            (await DrainAsync(ConformanceTopology.RoutedAll)).Order());
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task Settled_side_by_side_each_message_has_its_own_outcome()
    {
        await SendManyAsync();
        var messages = new List<ReceivedMessage>();
        while (await ReceiveAsync(_tickets, max: 32) is { Count: > 0 } more) messages.AddRange(more);
        var isLost = messages.Where((_, i) => i % 5 == 0).ToHashSet();
        foreach (var message in isLost) await _tickets.AbandonAsync(message, default);

        var outcomes = await Task.WhenAll(messages.Select(async message =>
        {
            try
            {
                await _tickets.CompleteAsync(message, Publishing(Routed($"routed-{message.MessageId}")), default);
                return (message, IsCompleted: true);
            }
            catch (LockLostException)
            {
                return (message, IsCompleted: false);
            }
        }));

        Assert.All(outcomes, o => Assert.Equal(!isLost.Contains(o.message), o.IsCompleted));
        Assert.Equal(
            messages.Except(isLost).Select(m => $"routed-{m.MessageId}").Order(),
            (await DrainAsync(ConformanceTopology.RoutedAll)).Order());
        Assert.Equal(isLost.Select(m => m.MessageId).Order(), (await DrainAsync(Topology.Tickets)).Order());
    }

    [Fact]
    public async Task More_messages_than_one_batch_holds_are_sent_with_one_call()
    {
        await SendAsync([.. Enumerable.Range(0, 2500).Select(i => Message($"t{i}"))]);

        var ids = await DrainAsync(Topology.Tickets);
        Assert.Equal(2500, ids.Distinct().Count());
    }

    private Task SendManyAsync() => SendAsync([.. Enumerable.Range(0, Many).Select(i => Message($"t{i}"))]);
}
