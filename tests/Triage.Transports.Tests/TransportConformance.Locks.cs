namespace Triage.Transports.Tests;

public abstract partial class TransportConformance
{
    /// <summary>Every call that needs the lock.</summary>
    public static TheoryData<string> Settlements => ["renew", "complete", "abandon", "dead-letter", "schedule again"];

    private Task SettleAsync(string settlement, ReceivedMessage message) => settlement switch
    {
        "renew" => _tickets.RenewAsync(message, default),
        "complete" => _tickets.CompleteAsync(message, Publishing(Routed("r1"), Reply("p1")), default),
        "abandon" => _tickets.AbandonAsync(message, default),
        "dead-letter" => _tickets.DeadLetterAsync(message, "test", "on purpose", default),
        "schedule again" => _tickets.ScheduleAgainAsync(message, _fixture.Now.AddHours(1), default),
        _ => throw new ArgumentOutOfRangeException(nameof(settlement)),
    };

    [Fact]
    public async Task A_lock_hides_its_message_from_every_receiver()
    {
        await HoldAsync();

        await AssertNothingAsync(_tickets);
        await using var other = Transport.OpenReceiver(Topology.Tickets);
        await AssertNothingAsync(other);
        await using var elsewhere = _fixture.OpenAnother().OpenReceiver(Topology.Tickets);
        await AssertNothingAsync(elsewhere);
    }

    [Fact]
    public async Task A_receiver_says_how_long_its_locks_last()
    {
        Assert.Equal(Topology.Tickets, _tickets.Entity);
        Assert.Equal(LockDuration, _tickets.LockDuration);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_receive_takes_no_more_than_asked_for()
    {
        await SendAsync(Message("t1"), Message("t2"), Message("t3"));

        Assert.InRange((await ReceiveAsync(_tickets, max: 2)).Count, 1, 2);
    }

    [Fact]
    public async Task An_expired_lock_leads_to_redelivery_with_a_raised_count_and_another_token()
    {
        var first = await HoldAsync();

        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));

        var second = await ReceiveOneAsync();
        Assert.Equal(first.MessageId, second.MessageId);
        Assert.Equal(first.Sequence, second.Sequence);
        Assert.Equal(2, second.DeliveryCount);
        Assert.NotEqual(first.LockToken, second.LockToken);
    }

    [Fact]
    public async Task Renewal_extends_a_lock_from_now_on_as_often_as_asked_for()
    {
        var held = await HoldAsync();
        for (var i = 0; i < 3; i++)
        {
            await _fixture.PassAsync(LockDuration * 0.6);
            await _tickets.RenewAsync(held, default);
        }

        await AssertNothingAsync(_tickets);
        await _tickets.CompleteAsync(held, Completion.WithoutOutputs, default);

        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        await AssertNothingAsync(_tickets);
    }

    [Theory, MemberData(nameof(Settlements))]
    public async Task A_stale_token_settles_nothing_while_another_receiver_holds_the_message(string settlement)
    {
        var stale = await HoldAsync();
        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        var held = await ReceiveOneAsync();

        var loss = await Assert.ThrowsAsync<LockLostException>(() => SettleAsync(settlement, stale));

        Assert.False(loss.IsTransient);
        Assert.Empty(await DrainAsync(ConformanceTopology.RoutedAll));
        Assert.Empty(await DrainAsync(ConformanceTopology.RepliesAll));
        Assert.Empty(await DeadLettersAsync());
        await _tickets.CompleteAsync(held, Completion.WithoutOutputs, default); // the holder's lock is whole
    }

    [Theory, MemberData(nameof(Settlements))]
    public async Task An_expired_lock_is_lost_even_where_nobody_has_the_message_yet(string settlement)
    {
        var stale = await HoldAsync();
        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<LockLostException>(() => SettleAsync(settlement, stale));

        Assert.Empty(await DrainAsync(ConformanceTopology.RoutedAll));
        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("abandon")]
    [InlineData("dead-letter")]
    [InlineData("schedule again")]
    public async Task A_message_is_settled_once(string settlement)
    {
        var held = await HoldAsync();
        await SettleAsync(settlement, held);

        await Assert.ThrowsAsync<LockLostException>(() => SettleAsync("complete", held));
        await Assert.ThrowsAsync<LockLostException>(() => SettleAsync("renew", held));
    }

    [Fact]
    public async Task An_abandoned_message_comes_back_at_once_with_a_raised_count()
    {
        await _tickets.AbandonAsync(await HoldAsync(), default);

        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task An_abandoned_message_keeps_its_place_in_front_of_younger_ones()
    {
        var held = await HoldAsync("t1");
        await SendAsync(Message("t2"));
        await _tickets.AbandonAsync(held, default);

        Assert.Equal("t1", (await ReceiveOneAsync()).MessageId);
    }

    [Fact]
    public async Task A_message_scheduled_again_is_a_fresh_copy_with_another_id()
    {
        await SendAsync(Message("t1", "the body", ("intent", "get_invoice")) with { ContentType = "application/json" });
        var held = await ReceiveOneAsync();

        await _tickets.ScheduleAgainAsync(held, _fixture.Now + LockDuration, default);

        await AssertNothingAsync(_tickets);
        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        var copy = await ReceiveOneAsync();
        Assert.NotEqual(held.MessageId, copy.MessageId);
        Assert.True(copy.Sequence > held.Sequence);
        Assert.Equal(1, copy.DeliveryCount);
        Assert.Equal(held.Body.ToArray(), copy.Body.ToArray());
        Assert.Equal(held.ContentType, copy.ContentType);
        Assert.Equal(held.Properties, copy.Properties);
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task A_receiver_that_is_closed_gives_nothing_back_before_its_locks_expire()
    {
        var receiver = Transport.OpenReceiver(Topology.Tickets);
        await SendAsync(Message("t1"));
        await ReceiveOneAsync(receiver);
        await receiver.DisposeAsync();

        await AssertNothingAsync(_tickets);
        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Waiting_for_a_message_ends_when_one_arrives()
    {
        var receiving = _tickets.ReceiveAsync(10, Patience, default);
        await Transport.GetStatusAsync(default); // gives the receiver its turn, before there is anything
        Assert.False(receiving.IsCompleted);

        await SendAsync(Message("t1"));

        Assert.Equal("t1", Assert.Single(await receiving.WaitAsync(Patience)).MessageId);
    }

    [Fact]
    public async Task Waiting_for_a_message_ends_when_another_process_sends_one()
    {
        var receiving = _tickets.ReceiveAsync(10, LockDuration * 10, default);
        await Transport.GetStatusAsync(default);

        await _fixture.OpenAnother().SendAsync(Topology.Tickets, [Message("t1")], default);

        await PassUntilAsync(receiving);
        Assert.Equal("t1", Assert.Single(await receiving).MessageId);
    }

    [Fact]
    public async Task Waiting_for_a_message_ends_when_a_lock_expires()
    {
        await HoldAsync();
        var receiving = _tickets.ReceiveAsync(10, LockDuration * 10, default);

        await PassUntilAsync(receiving);

        Assert.Equal(2, Assert.Single(await receiving).DeliveryCount);
    }

    [Fact]
    public async Task Waiting_for_a_message_ends_empty_when_its_time_has_passed()
    {
        var receiving = _tickets.ReceiveAsync(10, TimeSpan.FromSeconds(2), default);

        await PassUntilAsync(receiving);

        Assert.Empty(await receiving);
    }

    [Fact]
    public async Task Waiting_for_a_message_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var receiving = _tickets.ReceiveAsync(10, Patience, stop.Token);
        await Transport.GetStatusAsync(default);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.WaitAsync(Patience));
        await SendAsync(Message("t1"));
        Assert.Equal(1, (await ReceiveOneAsync()).DeliveryCount); // the cancelled receiver took nothing
    }

    private async Task PassUntilAsync(Task task)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < LockDuration * 2 && !task.IsCompleted; passed += step)
        {
            await _fixture.PassAsync(step);
            // A fake clock must not outrun the threads that live by it.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        Assert.True(task.IsCompleted);
    }
}
