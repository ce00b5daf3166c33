namespace Triage.Transports.Tests.Sqlite;

/// <summary>Several processes on one file: to SQLite, a transport of its own is a process.</summary>
public sealed class SqliteSharingTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Processes_that_open_a_new_file_together_make_it_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _fixture.OpenAnother().CheckAsync(default))));

        Assert.Equal(1, _fixture.Ask<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'message'"));
        Assert.Equal(1, _fixture.Ask<long>("PRAGMA user_version"));
    }

    [Fact]
    public async Task Processes_that_send_receive_and_publish_at_once_lose_and_repeat_nothing()
    {
        const int Senders = 2, Workers = 4, Each = 100;
        var sending = Enumerable.Range(0, Senders).Select(s => Task.Run(async () =>
        {
            await using var process = _fixture.OpenAnother();
            for (var i = 0; i < Each; i += 10)
                await process.SendAsync(
                    Topology.Tickets, [.. Enumerable.Range(i, 10).Select(n => SqliteMessages.New($"{s}-{n}"))], default);
        }));
        var left = Senders * Each;
        var working = Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            await using var process = _fixture.OpenAnother();
            await using var receiver = process.OpenReceiver(Topology.Tickets);
            while (Volatile.Read(ref left) > 0)
            {
                var messages = await receiver.ReceiveAsync(8, TimeSpan.Zero, default);
                await Task.WhenAll(messages.Select(async m =>
                {
                    await receiver.CompleteAsync(
                        m, new Completion([new Output(Topology.Routed, SqliteMessages.New($"r-{m.MessageId}"))]), default);
                    Interlocked.Decrement(ref left);
                }));
            }
        }));

        await Task.WhenAll(sending.Concat(working).ToList()).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(Senders * Each, _fixture.Ask<long>("SELECT count(*) FROM message WHERE entity = 'routed/all'"));
        Assert.Equal(Senders * Each, _fixture.Ask<long>("SELECT count(DISTINCT message_id) FROM message WHERE entity = 'routed/all'"));
        Assert.Equal(0, _fixture.Ask<long>("SELECT count(*) FROM message WHERE entity = 'tickets'"));
    }

    [Fact]
    public async Task Two_processes_cannot_both_count_a_reply_on_the_same_count()
    {
        var day = new DateOnly(2026, 3, 1);
        await _fixture.Transport.SendAsync(Topology.Tickets, [SqliteMessages.New("t1"), SqliteMessages.New("t2")], default);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(async i =>
        {
            await using var receiver = _fixture.OpenAnother().OpenReceiver(Topology.Tickets);
            var held = Assert.Single(await receiver.ReceiveAsync(1, TimeSpan.Zero, default));
            return await Record.ExceptionAsync(
                () => receiver.CompleteAsync(held, new Completion([], new CountedReply("c1", day, CountSeen: 0)), default));
        }));

        Assert.Single(outcomes, e => e is null);
        Assert.Single(outcomes, e => e is ReplyCountChangedException { CountNow: 1 });
        Assert.Equal(1, await _fixture.Transport.CountRepliesAsync("c1", day, default));
    }
}
