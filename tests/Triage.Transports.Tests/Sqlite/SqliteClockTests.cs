namespace Triage.Transports.Tests.Sqlite;

/// <summary>Lock expiry in the file is wall time, and wall clocks jump.</summary>
public sealed class SqliteClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Jump = TimeSpan.FromHours(5);

    private readonly SqliteFixture _fixture = new();
    private IReceiver _tickets = null!;
    private ReceivedMessage _held = null!;

    public async Task InitializeAsync()
    {
        _tickets = _fixture.Transport.OpenReceiver(Topology.Tickets);
        await SendAsync("held");
        _held = Assert.Single(await ReceiveAsync());
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task After_a_jump_forward_a_held_token_is_a_lost_lock_and_nothing_is_published_twice()
    {
        JumpBy(Jump);

        await Assert.ThrowsAsync<LockLostException>(() => CompleteAsync(_held));
        await CompleteAsync(Assert.Single(await ReceiveAsync()));
        await Assert.ThrowsAsync<LockLostException>(() => CompleteAsync(_held));

        Assert.Equal(1, (await _fixture.Transport.GetStatusAsync(default))[1].Active);
    }

    [Fact]
    public async Task After_a_jump_back_redelivery_is_late_by_the_jump_and_no_more()
    {
        JumpBy(-Jump);

        _fixture.Time.Advance(_tickets.LockDuration + Jump - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ReceiveAsync());
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Assert.Single(await ReceiveAsync()).DeliveryCount);
    }

    [Fact]
    public async Task After_a_jump_back_the_holder_still_settles_and_renewal_sets_the_expiry_right()
    {
        JumpBy(-Jump);

        await _tickets.RenewAsync(_held, default);

        _fixture.Time.Advance(_tickets.LockDuration);
        Assert.Equal(2, Assert.Single(await ReceiveAsync()).DeliveryCount);
    }

    [Fact]
    public async Task After_a_jump_back_what_was_sent_before_and_after_it_is_received_at_once_in_order()
    {
        await SendAsync("before");
        JumpBy(-Jump);
        await SendAsync("after");

        Assert.Equal(["before", "after"], (await ReceiveAsync()).Select(m => m.MessageId));
    }

    [Fact]
    public async Task After_a_jump_back_a_duplicate_is_still_a_duplicate()
    {
        JumpBy(-Jump);
        await SendAsync("held");

        Assert.Empty(await ReceiveAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_receiver_that_waits_is_still_woken_after_a_jump(int direction)
    {
        var wait = TimeSpan.FromSeconds(1);
        await using var routed = _fixture.Transport.OpenReceiver(ConformanceTopology.RoutedAll);
        var receiving = routed.ReceiveAsync(1, wait, default);
        await _fixture.Transport.GetStatusAsync(default);

        JumpBy(Jump * direction);
        await SendToRoutedAsync();

        Assert.Single(await receiving.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    /// <summary>Changes what the wall clock shows; no time passes.</summary>
    private void JumpBy(TimeSpan jump) => _fixture.Time.AdjustTime(_fixture.Now + jump);

    private Task SendAsync(string id) => _fixture.Transport.SendAsync(Topology.Tickets, [SqliteMessages.New(id)], default);

    private Task SendToRoutedAsync() => _fixture.Transport.SendAsync(Topology.Routed, [SqliteMessages.New("r")], default);

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync() => _tickets.ReceiveAsync(10, TimeSpan.Zero, default);

    private Task CompleteAsync(ReceivedMessage message) => _tickets.CompleteAsync(
        message, new Completion([new Output(Topology.Routed, SqliteMessages.New("r1"))]), default);
}
