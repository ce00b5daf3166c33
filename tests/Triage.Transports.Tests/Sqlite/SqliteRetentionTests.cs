using System.Text;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>What is done is deleted, and the file does not grow with what has been.</summary>
public sealed class SqliteRetentionTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();
    private IReceiver _tickets = null!;

    public Task InitializeAsync()
    {
        _tickets = _fixture.Transport.OpenReceiver(Topology.Tickets);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task What_is_completed_is_deleted()
    {
        await SendAsync(SqliteMessages.New("t1"));
        await CompleteAllAsync();

        Assert.Equal(0, _fixture.Ask<long>("SELECT count(*) FROM message"));
    }

    [Fact]
    public async Task A_file_shrinks_while_its_receivers_are_idle()
    {
        for (var i = 0; i < 20; i++) await SendAsync(SqliteMessages.OfSize($"t{i}", 1_000_000));
        var full = await PagesAsync();
        await CompleteAllAsync();

        for (var i = 0; i < 20; i++) await _tickets.ReceiveAsync(1, TimeSpan.Zero, default);

        Assert.True(await PagesAsync() < full / 2, $"{await PagesAsync()} of {full} pages are left");
    }

    [Fact]
    public async Task A_busy_file_uses_its_room_again()
    {
        await SendAndCompleteAsync(rounds: 20);
        var pages = await PagesAsync();

        await SendAndCompleteAsync(rounds: 100);

        // Only the ids in the duplicate window are more than before.
        Assert.True(await PagesAsync() < pages + 50, $"{await PagesAsync()} pages after {pages}");

        async Task SendAndCompleteAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                await SendAsync(SqliteMessages.OfSize(Guid.NewGuid().ToString("N"), 100_000));
                var held = await _tickets.ReceiveAsync(1, TimeSpan.Zero, default);
                await _tickets.CompleteAsync(held[0], Completion.WithoutOutputs, default);
            }
        }
    }

    [Fact]
    public async Task Ids_are_forgotten_when_their_duplicate_window_has_passed()
    {
        await SendAsync([.. Enumerable.Range(0, 600).Select(i => SqliteMessages.New($"t{i}"))]);
        _fixture.Time.Advance(_fixture.Topology.Queues[0].DuplicateWindow);

        for (var i = 0; i < 3; i++) await SendAsync(SqliteMessages.New($"u{i}"));

        Assert.Equal(3, _fixture.Ask<long>("SELECT count(*) FROM seen"));
    }

    [Fact]
    public async Task An_id_behind_its_duplicate_window_is_sent_again_even_before_it_is_forgotten()
    {
        await SendAsync([.. Enumerable.Range(0, 600).Select(i => SqliteMessages.New($"t{i}"))]);
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(SqliteMessages.New("again"));
        await CompleteAllAsync();
        _fixture.Time.Advance(_fixture.Topology.Queues[0].DuplicateWindow);

        await SendAsync(SqliteMessages.New("again"));

        Assert.Single(await _tickets.ReceiveAsync(10, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task Reply_counts_of_long_gone_days_are_forgotten()
    {
        await CountReplyAsync("c1");
        _fixture.Time.Advance(TimeSpan.FromDays(7));
        await CountReplyAsync("c2");
        Assert.Equal(2, _fixture.Ask<long>("SELECT count(*) FROM reply"));

        _fixture.Time.Advance(TimeSpan.FromDays(1));
        await CountReplyAsync("c3");

        Assert.Equal(2, _fixture.Ask<long>("SELECT count(*) FROM reply"));
    }

    [Fact]
    public async Task The_reply_ledger_knows_no_customer_by_name()
    {
        const string Customer = "customer-4711";
        await CountReplyAsync(Customer);
        await _fixture.Transport.DisposeAsync();

        var file = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_fixture.Path));
        Assert.DoesNotContain(Customer, file, StringComparison.Ordinal);
        Assert.Equal(32, _fixture.Ask<long>("SELECT length(customer) FROM reply"));
    }

    private Task SendAsync(params OutgoingMessage[] messages) =>
        _fixture.Transport.SendAsync(Topology.Tickets, messages, default);

    private async Task CompleteAllAsync()
    {
        while (await _tickets.ReceiveAsync(10, TimeSpan.Zero, default) is { Count: > 0 } messages)
            await Task.WhenAll(messages.Select(m => _tickets.CompleteAsync(m, Completion.WithoutOutputs, default)));
    }

    private async Task CountReplyAsync(string customer)
    {
        await SendAsync(SqliteMessages.New($"ticket-{_fixture.Now:O}"));
        var held = Assert.Single(await _tickets.ReceiveAsync(1, TimeSpan.Zero, default));
        var today = DateOnly.FromDateTime(_fixture.Now.UtcDateTime);
        await _tickets.CompleteAsync(held, new Completion([], new CountedReply(customer, today, CountSeen: 0)), default);
    }

    private Task<long> PagesAsync() =>
        _fixture.Transport.Lane.RunAsync(session => session.Scalar<long>($"PRAGMA page_count"), default);
}
