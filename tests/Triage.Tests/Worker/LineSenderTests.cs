using System.Text;
using Polly;
using Triage.Transports;
using static Triage.Worker.Commands.SendCommand;

namespace Triage.Tests.Worker;

public sealed class LineSenderTests
{
    private readonly FakeBroker _broker = new();

    [Fact]
    public async Task Each_line_becomes_a_message_of_the_same_bytes_valid_or_not()
    {
        var sender = await SendAsync("{\"id\":\"t1\"}\n\nnot json\n");

        Assert.Equal(["{\"id\":\"t1\"}", "", "not json"], _broker.Sent.Select(m => Encoding.UTF8.GetString(m.Body.Span)));
        Assert.Equal(3, sender.Sent);
    }

    [Fact]
    public async Task The_message_id_is_the_tickets_or_else_the_lines_hash()
    {
        await SendAsync("{\"id\":\"t1\",\"subject\":\"a\"}\nnot json");

        Assert.Equal("t1", _broker.Sent[0].MessageId);
        Assert.Equal("7ccfa1fbf3940e6f0c0375d87c0f9235a50514e14cb427bdfaf5077987b26ccf", _broker.Sent[1].MessageId);
    }

    [Fact]
    public async Task A_line_over_the_brokers_limit_is_named_and_the_others_are_sent()
    {
        var sender = await SendAsync($"small\n{new string('x', FakeBroker.Limit + 1)}\nsmaller");

        var refusal = Assert.Single(sender.Refused);
        Assert.Equal(2, refusal.Line);
        Assert.Contains("over the broker's limit of 100 bytes", refusal.Cause);
        Assert.Equal(2, _broker.Sent.Count);
    }

    [Fact]
    public async Task A_line_that_only_the_broker_finds_too_large_is_named_too()
    {
        _broker.Overhead = 60;

        var sender = await SendAsync($"small\n{new string('x', 50)}\nsmaller");

        Assert.Equal(2, Assert.Single(sender.Refused).Line);
        Assert.Equal(2, sender.Sent);
        Assert.Equal(2, _broker.Sent.Count);
    }

    [Fact]
    public async Task Many_lines_go_in_batches()
    {
        var sender = await SendAsync(string.Concat(Enumerable.Range(0, 600).Select(i => $"{i}\n")));

        Assert.Equal(600, sender.Sent);
        Assert.Equal([256, 256, 88], _broker.Batches);
    }

    private async Task<LineSender> SendAsync(string text)
    {
        var sender = new LineSender(_broker, ResiliencePipeline.Empty);
        await sender.SendAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);
        return sender;
    }

    private sealed class FakeBroker : ITransport
    {
        public const int Limit = 100;

        public List<OutgoingMessage> Sent { get; } = [];

        public List<int> Batches { get; } = [];

        public int Overhead { get; set; }

        public string Name => "Fake";

        public int MaxMessageBytes => Limit;

        public Task SendAsync(string entity, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
        {
            Assert.Equal(Topology.Tickets, entity);
            if (messages.FirstOrDefault(m => m.Body.Length + Overhead > Limit) is { } large)
                throw new MessageTooLargeException(entity, large.Body.Length + Overhead, Limit);
            Sent.AddRange(messages);
            Batches.Add(messages.Count);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public Task CheckAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public IReceiver OpenReceiver(string entity) => throw new NotSupportedException();

        public Task<IReadOnlyList<EntityStatus>> GetStatusAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string entity, long afterSequence, int max, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<bool> ResubmitDeadLetterAsync(string entity, long sequence, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> DiscardDeadLetterAsync(string entity, long sequence, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<int?> CountRepliesAsync(string customerId, DateOnly day, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
