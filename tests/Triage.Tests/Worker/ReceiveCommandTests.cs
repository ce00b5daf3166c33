using System.Text;
using System.Text.Json.Nodes;
using Triage.Transports;
using Triage.Worker.Commands;

namespace Triage.Tests.Worker;

public sealed class ReceiveCommandTests
{
    [Fact]
    public async Task Each_message_is_a_line_and_is_completed_once_the_line_is_flushed()
    {
        var output = new WatchedStream();
        var receiver = new FakeReceiver("{\"a\":\n 1}", "text") { OnComplete = () => Assert.Equal(output.Length, output.Flushed) };

        await ReceiveAsync(receiver, output);

        var lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(1, lines[0]["body"]!["a"]!.GetValue<int>());
        Assert.Equal("text", lines[1]["body"]!.GetValue<string>());
        Assert.Equal("m1", lines[0]["messageId"]!.GetValue<string>());
        Assert.Equal("care", lines[0]["properties"]!["team"]!.GetValue<string>());
        Assert.Equal(1, lines[0]["deliveryCount"]!.GetValue<int>());
        Assert.Equal(2, receiver.Completed);
    }

    [Fact]
    public async Task What_could_not_be_written_is_given_back_and_not_completed()
    {
        var receiver = new FakeReceiver("{}", "{}");

        await Assert.ThrowsAsync<IOException>(() => ReceiveAsync(receiver, new BrokenPipe()));

        Assert.Equal((0, 2), (receiver.Completed, receiver.Abandoned));
    }

    [Fact]
    public async Task No_more_than_asked_for_are_received()
    {
        var receiver = new FakeReceiver("1", "2", "3");

        await ReceiveAsync(receiver, new MemoryStream(), max: 2);

        Assert.Equal(2, receiver.Completed);
    }

    [Fact]
    public async Task A_lost_lock_is_told_and_the_rest_goes_on()
    {
        var receiver = new FakeReceiver("1", "2") { LosesLockOf = 1 };
        var error = new StringWriter();

        await ReceiveCommand.ReceiveAsync(receiver, new MemoryStream(), int.MaxValue, TimeSpan.Zero, error, CancellationToken.None);

        Assert.Contains("lock on message 1", error.ToString());
        Assert.Equal(1, receiver.Completed);
    }

    [Fact]
    public void A_body_that_parses_but_cannot_be_written_as_JSON_is_written_as_text()
    {
        var line = new MemoryStream();

        ReceiveCommand.WriteLine(line, FakeReceiver.Message(1, "{\"half\":\"\\ud83d\"}"));

        Assert.NotNull(JsonNode.Parse(line.ToArray()));
    }

    private static Task ReceiveAsync(IReceiver receiver, Stream output, int max = int.MaxValue) =>
        ReceiveCommand.ReceiveAsync(receiver, output, max, TimeSpan.Zero, TextWriter.Null, CancellationToken.None);

    private sealed class WatchedStream : MemoryStream
    {
        public long Flushed { get; private set; }

        public override void Flush() => Flushed = Length;
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("Broken pipe");
    }

    private sealed class FakeReceiver(params string[] bodies) : IReceiver
    {
        private readonly Queue<ReceivedMessage> _waiting = new(bodies.Select((b, i) => Message(i + 1, b)));

        public int Completed { get; private set; }

        public int Abandoned { get; private set; }

        public long LosesLockOf { get; init; }

        public Action OnComplete { get; init; } = () => { };

        public string Entity => "routed/all";

        public TimeSpan LockDuration => TimeSpan.FromMinutes(1);

        public static ReceivedMessage Message(long sequence, string body) => new()
        {
            Sequence = sequence,
            MessageId = $"m{sequence}",
            Body = Encoding.UTF8.GetBytes(body),
            Properties = new Dictionary<string, string> { ["team"] = "care" },
            DeliveryCount = 1,
            EnqueuedAt = DateTimeOffset.UnixEpoch,
            LockToken = Guid.NewGuid(),
        };

        public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation)
        {
            var received = new List<ReceivedMessage>();
            while (received.Count < max && _waiting.TryDequeue(out var message))
                received.Add(message);
            return Task.FromResult<IReadOnlyList<ReceivedMessage>>(received);
        }

        public Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation)
        {
            if (message.Sequence == LosesLockOf)
                throw new LockLostException(Entity, message.Sequence);
            OnComplete();
            Completed++;
            return Task.CompletedTask;
        }

        public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellation)
        {
            Abandoned++;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public Task RenewAsync(ReceivedMessage message, CancellationToken cancellation) => throw new NotSupportedException();

        public Task ScheduleAgainAsync(ReceivedMessage message, DateTimeOffset due, CancellationToken cancellation) => throw new NotSupportedException();

        public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
