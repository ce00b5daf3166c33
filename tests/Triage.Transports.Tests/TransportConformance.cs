using System.Text;

namespace Triage.Transports.Tests;

/// <summary>
/// The definition of a transport: it is done when it passes. A transport derives from this class and says how to start an
/// empty broker; the files beside this one hold the sentences, by subject.
/// </summary>
public abstract partial class TransportConformance : IAsyncLifetime
{
    /// <summary>Ends a test that waits for what never comes; no test asserts how long anything took.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private TransportFixture _fixture = null!;
    private IReceiver _tickets = null!;

    protected abstract Task<TransportFixture> StartAsync();

    public async Task InitializeAsync()
    {
        _fixture = await StartAsync();
        _tickets = Transport.OpenReceiver(Topology.Tickets);
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    private ITransport Transport => _fixture.Transport;

    private TimeSpan LockDuration => _fixture.Topology.Queues[0].LockDuration;

    private TimeSpan DuplicateWindow => _fixture.Topology.Queues[0].DuplicateWindow;

    private static OutgoingMessage Message(string id, string body = "body", params (string Key, string Value)[] properties) => new()
    {
        MessageId = id,
        Body = Encoding.UTF8.GetBytes(body),
        Properties = properties.ToDictionary(p => p.Key, p => p.Value),
    };

    private static Completion Publishing(params Output[] outputs) => new(outputs);

    private static Output Routed(string id) => new(Topology.Routed, Message(id));

    private static Output Reply(string id) => new(Topology.Replies, Message(id));

    private Task SendAsync(params OutgoingMessage[] messages) => Transport.SendAsync(Topology.Tickets, messages, default);

    /// <summary>Sends one message and receives it.</summary>
    private async Task<ReceivedMessage> HoldAsync(string id = "t1")
    {
        await SendAsync(Message(id));
        return await ReceiveOneAsync();
    }

    private Task<ReceivedMessage> ReceiveOneAsync() => ReceiveOneAsync(_tickets);

    private async Task<ReceivedMessage> ReceiveOneAsync(IReceiver receiver) =>
        Assert.Single(await receiver.ReceiveAsync(1, _fixture.Moment, default));

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(IReceiver receiver, int max = 100) =>
        receiver.ReceiveAsync(max, _fixture.Moment, default);

    /// <summary>What a queue or subscription has to give, by MessageId, in its order; all of it is then completed.</summary>
    private async Task<IReadOnlyList<string>> DrainAsync(string entity)
    {
        await using var receiver = Transport.OpenReceiver(entity);
        var ids = new List<string>();
        while (await ReceiveAsync(receiver) is { Count: > 0 } messages)
        {
            ids.AddRange(messages.Select(m => m.MessageId));
            await Task.WhenAll(messages.Select(m => receiver.CompleteAsync(m, Completion.WithoutOutputs, default)));
        }

        return ids;
    }

    private async Task AssertNothingAsync(IReceiver receiver) => Assert.Empty(await ReceiveAsync(receiver));

    private async Task<EntityStatus> StatusAsync(string entity) =>
        Assert.Single(await Transport.GetStatusAsync(default), s => s.Entity == entity);

    private async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string entity = Topology.Tickets) =>
        await Transport.PeekDeadLettersAsync(entity, afterSequence: 0, max: 100, default);
}
