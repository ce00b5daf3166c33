using Triage.Tickets;

namespace Triage.Transports.Tests;

public abstract partial class TransportConformance
{
    [Fact]
    public async Task A_dead_letter_keeps_the_message_and_says_why()
    {
        await SendAsync(Message("t1", "no ticket", ("intent", "none")) with { ContentType = "text/plain" });
        var held = await ReceiveOneAsync();

        await _tickets.DeadLetterAsync(held, RejectionReason.InvalidJson, "Line 1 is no JSON.", default);

        var dead = Assert.Single(await DeadLettersAsync());
        Assert.Equal(Topology.Tickets, dead.Entity);
        Assert.Equal("t1", dead.MessageId);
        Assert.Equal(RejectionReason.InvalidJson, dead.Reason);
        Assert.Equal("Line 1 is no JSON.", dead.Description);
        Assert.Equal(held.Body.ToArray(), dead.Body.ToArray());
        Assert.Equal("text/plain", dead.ContentType);
        Assert.Equal("none", dead.Properties["intent"]);
        Assert.Equal(1, dead.DeliveryCount);
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task A_description_keeps_1024_units_and_no_half_character()
    {
        await _tickets.DeadLetterAsync(await HoldAsync("t1"), "test", new string('x', 3000), default);
        await _tickets.DeadLetterAsync(await HoldAsync("t2"), "test", new string('x', 1023) + "👋", default);

        var dead = await DeadLettersAsync();
        Assert.Equal(new string('x', 1024), dead[0].Description);
        Assert.Equal(new string('x', 1023), dead[1].Description);
    }

    [Theory]
    [InlineData(Topology.Tickets)]
    [InlineData(ConformanceTopology.RepliesAll)]
    public async Task A_message_delivered_too_often_is_dead_lettered(string entity)
    {
        await Transport.SendAsync(entity.Split('/')[0], [Message("poison"), Message("good")], default);
        await using var receiver = Transport.OpenReceiver(entity);
        for (var delivery = 1; delivery <= ConformanceTopology.MaxDeliveries; delivery++)
        {
            var poison = await ReceiveOneAsync(receiver);
            Assert.Equal(("poison", delivery), (poison.MessageId, poison.DeliveryCount));
            await receiver.AbandonAsync(poison, default);
        }

        Assert.Equal(["good"], await DrainAsync(entity));
        var dead = Assert.Single(await DeadLettersAsync(entity));
        Assert.Equal("poison", dead.MessageId);
        Assert.Equal(RejectionReason.MaxDeliveries, dead.Reason);
        Assert.Equal(ConformanceTopology.MaxDeliveries, dead.DeliveryCount);
        Assert.NotEmpty(dead.Description);
    }

    [Fact]
    public async Task A_message_whose_locks_expired_too_often_is_dead_lettered()
    {
        await SendAsync(Message("poison"));
        for (var delivery = 1; delivery <= ConformanceTopology.MaxDeliveries; delivery++)
        {
            await ReceiveOneAsync();
            await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        }

        await AssertNothingAsync(_tickets);
        Assert.Equal(RejectionReason.MaxDeliveries, Assert.Single(await DeadLettersAsync()).Reason);
    }

    [Fact]
    public async Task A_message_settled_at_its_last_delivery_is_no_dead_letter()
    {
        await SendAsync(Message("t1"));
        for (var delivery = 1; delivery < ConformanceTopology.MaxDeliveries; delivery++)
            await _tickets.AbandonAsync(await ReceiveOneAsync(), default);

        await _tickets.CompleteAsync(await ReceiveOneAsync(), Completion.WithoutOutputs, default);

        await AssertNothingAsync(_tickets);
        Assert.Empty(await DeadLettersAsync());
    }

    [Fact]
    public async Task Peeking_goes_on_behind_a_sequence_number_and_locks_nothing()
    {
        foreach (var id in new[] { "t1", "t2", "t3" })
            await _tickets.DeadLetterAsync(await HoldAsync(id), "test", "on purpose", default);

        var first = await Transport.PeekDeadLettersAsync(Topology.Tickets, 0, max: 2, default);
        var rest = await Transport.PeekDeadLettersAsync(Topology.Tickets, first[^1].Sequence, max: 2, default);

        Assert.Equal(["t1", "t2"], first.Select(d => d.MessageId));
        Assert.Equal(["t3"], rest.Select(d => d.MessageId));
        Assert.Equal(3, (await DeadLettersAsync()).Count);
    }

    [Theory]
    [InlineData(Topology.Tickets)]
    [InlineData(ConformanceTopology.RepliesAll)]
    public async Task A_resubmitted_dead_letter_is_a_fresh_message_with_another_id(string entity)
    {
        await Transport.SendAsync(entity.Split('/')[0], [Message("m1", "the body", ("intent", "get_invoice"))], default);
        await using var receiver = Transport.OpenReceiver(entity);
        await receiver.DeadLetterAsync(await ReceiveOneAsync(receiver), "test", "on purpose", default);
        var dead = Assert.Single(await DeadLettersAsync(entity));

        Assert.True(await Transport.ResubmitDeadLetterAsync(entity, dead.Sequence, default));

        Assert.Empty(await DeadLettersAsync(entity));
        var again = await ReceiveOneAsync(receiver);
        Assert.NotEqual("m1", again.MessageId);
        Assert.Equal(1, again.DeliveryCount);
        Assert.Equal(dead.Body.ToArray(), again.Body.ToArray());
        Assert.Equal("get_invoice", again.Properties["intent"]);
    }

    [Fact]
    public async Task A_discarded_dead_letter_is_gone()
    {
        await _tickets.DeadLetterAsync(await HoldAsync(), "test", "on purpose", default);
        var dead = Assert.Single(await DeadLettersAsync());

        Assert.True(await Transport.DiscardDeadLetterAsync(Topology.Tickets, dead.Sequence, default));

        Assert.Empty(await DeadLettersAsync());
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task A_dead_letter_is_resubmitted_or_discarded_once()
    {
        await _tickets.DeadLetterAsync(await HoldAsync("t1"), "test", "on purpose", default);
        var sequence = Assert.Single(await DeadLettersAsync()).Sequence;
        Assert.True(await Transport.ResubmitDeadLetterAsync(Topology.Tickets, sequence, default));

        Assert.False(await Transport.ResubmitDeadLetterAsync(Topology.Tickets, sequence, default));
        Assert.False(await Transport.DiscardDeadLetterAsync(Topology.Tickets, sequence, default));
        Assert.False(await Transport.DiscardDeadLetterAsync(ConformanceTopology.RoutedAll, sequence, default));
        Assert.Single(await DrainAsync(Topology.Tickets));
    }

    [Fact]
    public async Task A_message_that_is_not_dead_cannot_be_resubmitted_or_discarded()
    {
        var held = await HoldAsync();

        Assert.False(await Transport.ResubmitDeadLetterAsync(Topology.Tickets, held.Sequence, default));
        Assert.False(await Transport.DiscardDeadLetterAsync(Topology.Tickets, held.Sequence, default));

        await _tickets.CompleteAsync(held, Completion.WithoutOutputs, default);
    }

    [Fact]
    public async Task Status_has_a_line_for_every_queue_and_subscription_in_the_order_of_the_topology()
    {
        Assert.Equal(_fixture.Topology.Receivable, (await Transport.GetStatusAsync(default)).Select(s => s.Entity));
    }

    /// <summary>A count that the broker or the rights at hand do not show is null, and the status says why.</summary>
    [Fact]
    public async Task Status_counts_what_is_active_locked_scheduled_and_dead()
    {
        await SendAsync(Message("dead"), Message("locked"), Message("active1"), Message("active2"), Message("active3"));
        await SendAsync(Message("later") with { ScheduledFor = _fixture.Now.AddHours(1) });
        await _tickets.DeadLetterAsync(await ReceiveOneAsync(), "test", "on purpose", default);
        await ReceiveOneAsync();

        var status = await StatusAsync(Topology.Tickets);

        Assert.Equal(3, status.Active ?? 3);
        Assert.Equal(1, status.Locked ?? 1);
        Assert.Equal(1, status.Scheduled ?? 1);
        Assert.Equal(1, status.DeadLettered ?? 1);
        var isComplete = (status.Active & status.Locked & status.Scheduled & status.DeadLettered) is not null;
        Assert.Equal(isComplete, status.Hidden is null);
    }
}
