namespace Triage.Transports.Tests;

public abstract partial class TransportConformance
{
    [Fact]
    public async Task Completing_publishes_the_outputs_and_removes_the_message()
    {
        var held = await HoldAsync();

        await _tickets.CompleteAsync(held, Publishing(Routed("r1"), Reply("p1")), default);

        Assert.Equal(["r1"], await DrainAsync(ConformanceTopology.RoutedAll));
        Assert.Equal(["p1"], await DrainAsync(ConformanceTopology.RepliesAll));
        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task Completing_wakes_who_waits_for_the_output()
    {
        var held = await HoldAsync();
        await using var routed = Transport.OpenReceiver(ConformanceTopology.RoutedAll);
        var receiving = routed.ReceiveAsync(10, Patience, default);
        await Transport.GetStatusAsync(default);

        await _tickets.CompleteAsync(held, Publishing(Routed("r1")), default);

        Assert.Equal("r1", Assert.Single(await receiving.WaitAsync(Patience)).MessageId);
    }

    [Fact]
    public async Task An_output_that_is_too_large_leaves_everything_as_it_was()
    {
        var held = await HoldAsync();
        var tooLarge = new Output(
            Topology.Replies, new OutgoingMessage { MessageId = "p1", Body = new byte[Transport.MaxMessageBytes + 1] });

        var refusal = await Assert.ThrowsAsync<MessageTooLargeException>(
            () => _tickets.CompleteAsync(held, Publishing(Routed("r1"), tooLarge), default));

        Assert.True(refusal.Bytes > refusal.Limit);
        Assert.Empty(await DrainAsync(ConformanceTopology.RoutedAll));
        await _tickets.CompleteAsync(held, Publishing(Routed("r1")), default); // still held, and r1 was not seen before
        Assert.Equal(["r1"], await DrainAsync(ConformanceTopology.RoutedAll));
    }

    [Fact]
    public async Task An_output_that_cannot_be_sent_leaves_everything_as_it_was()
    {
        var held = await HoldAsync();

        await Assert.ThrowsAnyAsync<TransportException>(
            () => _tickets.CompleteAsync(held, Publishing(Routed("r1"), new Output("nowhere", Message("x1"))), default));

        Assert.Empty(await DrainAsync(ConformanceTopology.RoutedAll));
        await _tickets.DeadLetterAsync(held, "test", "still held", default);
    }

    [Fact]
    public async Task An_output_that_the_topic_has_seen_is_dropped_and_the_message_completed()
    {
        await _tickets.CompleteAsync(await HoldAsync("t1"), Publishing(Routed("r1")), default);
        await _tickets.CompleteAsync(await HoldAsync("t2"), Publishing(Routed("r1"), Reply("p2")), default);

        Assert.Equal(["r1"], await DrainAsync(ConformanceTopology.RoutedAll));
        Assert.Equal(["p2"], await DrainAsync(ConformanceTopology.RepliesAll));
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task As_many_outputs_as_a_transaction_holds_are_published_together()
    {
        var outputs = Enumerable.Range(0, 99).Select(i => Routed($"r{i}")).ToArray();

        await _tickets.CompleteAsync(await HoldAsync(), Publishing(outputs), default);

        Assert.Equal(outputs.Select(o => o.Message.MessageId).Order(), (await DrainAsync(ConformanceTopology.RoutedAll)).Order());
    }

    [Fact]
    public async Task A_counted_reply_counts_for_its_customer_and_day_alone()
    {
        var today = DateOnly.FromDateTime(_fixture.Now.UtcDateTime);
        if (await Transport.CountRepliesAsync("c1", today, default) is not { } none) return; // this broker keeps no count
        Assert.Equal(0, none);

        await _tickets.CompleteAsync(await HoldAsync("t1"), Counted("p1", today, seen: 0), default);
        await _tickets.CompleteAsync(await HoldAsync("t2"), Counted("p2", today, seen: 1), default);

        Assert.Equal(2, await Transport.CountRepliesAsync("c1", today, default));
        Assert.Equal(0, await Transport.CountRepliesAsync("c2", today, default));
        Assert.Equal(0, await Transport.CountRepliesAsync("c1", today.AddDays(1), default));
    }

    [Fact]
    public async Task A_reply_decided_on_an_old_count_leaves_everything_as_it_was()
    {
        var today = DateOnly.FromDateTime(_fixture.Now.UtcDateTime);
        if (await Transport.CountRepliesAsync("c1", today, default) is null) return; // this broker keeps no count
        await _tickets.CompleteAsync(await HoldAsync("t1"), Counted("p1", today, seen: 0), default);
        var held = await HoldAsync("t2");

        var change = await Assert.ThrowsAsync<ReplyCountChangedException>(
            () => _tickets.CompleteAsync(held, Counted("p2", today, seen: 0), default));

        Assert.Equal(1, change.CountNow);
        Assert.Equal(1, await Transport.CountRepliesAsync("c1", today, default));
        Assert.Equal(["p1"], await DrainAsync(ConformanceTopology.RepliesAll));
        await _tickets.CompleteAsync(held, Counted("p2", today, seen: 1), default);
        Assert.Equal(["p2"], await DrainAsync(ConformanceTopology.RepliesAll));
    }

    [Fact]
    public async Task A_reply_under_a_lost_lock_is_not_counted()
    {
        var today = DateOnly.FromDateTime(_fixture.Now.UtcDateTime);
        if (await Transport.CountRepliesAsync("c1", today, default) is null) return; // this broker keeps no count
        var stale = await HoldAsync();
        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<LockLostException>(() => _tickets.CompleteAsync(stale, Counted("p1", today, seen: 0), default));

        Assert.Equal(0, await Transport.CountRepliesAsync("c1", today, default));
    }

    private static Completion Counted(string reply, DateOnly day, int seen) =>
        new([Reply(reply)], new CountedReply("c1", day, seen));
}
