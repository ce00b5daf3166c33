using System.Text;

namespace Triage.Transports.Tests;

public abstract partial class TransportConformance
{
    [Fact]
    public async Task Every_entity_of_the_topology_can_be_opened() => await Transport.CheckAsync(default);

    [Fact]
    public async Task A_queue_gives_messages_in_the_order_in_which_they_came()
    {
        await SendAsync(Message("t1"), Message("t2"));
        await SendAsync(Message("t3"));

        Assert.Equal(["t1", "t2", "t3"], await DrainAsync(Topology.Tickets));
    }

    [Fact]
    public async Task A_message_arrives_as_it_was_sent()
    {
        var sent = new OutgoingMessage
        {
            MessageId = "Ticket 1/ä",
            Body = Encoding.UTF8.GetBytes("{\"body\":\"Grüße 👋\"}"),
            ContentType = "application/cloudevents+json",
            Properties = new Dictionary<string, string> { ["intent"] = "get_invoice", ["team"] = "Zürich \"A\"", ["empty"] = "" },
        };

        await SendAsync(sent);

        var received = await ReceiveOneAsync();
        Assert.Equal(sent.MessageId, received.MessageId);
        Assert.Equal(sent.Body.ToArray(), received.Body.ToArray());
        Assert.Equal(sent.ContentType, received.ContentType);
        Assert.Equal(sent.Properties, received.Properties);
        Assert.Equal(1, received.DeliveryCount);
    }

    [Fact]
    public async Task A_message_says_when_it_came()
    {
        var before = _fixture.Now;
        await _fixture.PassAsync(TimeSpan.FromSeconds(1));
        var received = await HoldAsync();

        // A broker's clock is not ours: a minute of difference is no fault of the transport.
        Assert.InRange(received.EnqueuedAt, before.AddMinutes(-1), _fixture.Now.AddMinutes(1));
    }

    [Fact]
    public async Task An_empty_body_and_no_content_type_arrive_empty()
    {
        await SendAsync(new OutgoingMessage { MessageId = "t1", Body = default });

        var received = await ReceiveOneAsync();
        Assert.True(received.Body.IsEmpty);
        Assert.Null(received.ContentType);
        Assert.Empty(received.Properties);
    }

    [Fact]
    public async Task A_body_at_the_limit_arrives_whole()
    {
        // A broker may count its headers too; 64 KiB are more than enough for those.
        var body = new byte[Transport.MaxMessageBytes - (64 * 1024)];
        new Random(1).NextBytes(body);

        await SendAsync(new OutgoingMessage { MessageId = "t1", Body = body });

        Assert.Equal(body, (await ReceiveOneAsync()).Body.ToArray());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_none_of_its_batch_is_sent()
    {
        var tooLarge = new OutgoingMessage { MessageId = "t2", Body = new byte[Transport.MaxMessageBytes + 1] };

        var refusal = await Assert.ThrowsAsync<MessageTooLargeException>(() => SendAsync(Message("t1"), tooLarge));

        Assert.False(refusal.IsTransient);
        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task An_entity_that_is_not_in_the_topology_is_named_in_the_error()
    {
        var refusal = await Assert.ThrowsAnyAsync<TransportException>(
            () => Transport.SendAsync("nowhere", [Message("t1")], default));

        Assert.False(refusal.IsTransient);
        Assert.Contains("nowhere", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_id_is_sent_once_inside_the_duplicate_window()
    {
        await SendAsync(Message("t1"), Message("t1"));
        await SendAsync(Message("t1"));
        Assert.Equal(["t1"], await DrainAsync(Topology.Tickets));

        await _fixture.PassAsync(DuplicateWindow / 2);
        await SendAsync(Message("t1"));

        await AssertNothingAsync(_tickets);
    }

    [Fact]
    public async Task A_message_id_is_sent_again_behind_the_duplicate_window()
    {
        await SendAsync(Message("t1"));
        await DrainAsync(Topology.Tickets);

        await _fixture.PassAsync(DuplicateWindow + TimeSpan.FromSeconds(1));
        await SendAsync(Message("t1"));

        Assert.Equal(["t1"], await DrainAsync(Topology.Tickets));
    }

    [Fact]
    public async Task Each_entity_has_a_duplicate_window_of_its_own()
    {
        await SendAsync(Message("same"));
        await Transport.SendAsync(Topology.Routed, [Message("same")], default);
        await Transport.SendAsync(Topology.Routed, [Message("same")], default);

        Assert.Equal(["same"], await DrainAsync(Topology.Tickets));
        Assert.Equal(["same"], await DrainAsync(ConformanceTopology.RoutedAll));
    }

    [Fact]
    public async Task A_topic_gives_each_subscription_what_its_filter_takes()
    {
        await Transport.SendAsync(Topology.Routed,
        [
            Message("plain"),
            Message("urgent", "body", ("priority", "urgent"), ("team", "returns")),
            Message("urgent-billing", "body", ("priority", "urgent"), ("team", "billing")),
            Message("billing", "body", ("priority", "low"), ("team", "billing")),
            Message("case-matters", "body", ("priority", "URGENT")),
        ], default);

        Assert.Equal(
            ["plain", "urgent", "urgent-billing", "billing", "case-matters"], await DrainAsync(ConformanceTopology.RoutedAll));
        Assert.Equal(["urgent", "urgent-billing"], await DrainAsync(ConformanceTopology.RoutedUrgent));
        Assert.Equal(["urgent-billing"], await DrainAsync(ConformanceTopology.RoutedUrgentBilling));
    }

    [Fact]
    public async Task Subscriptions_settle_their_copies_independently()
    {
        await Transport.SendAsync(Topology.Routed, [Message("r1", "body", ("priority", "urgent"))], default);
        Assert.Equal(["r1"], await DrainAsync(ConformanceTopology.RoutedAll));

        await using var urgent = Transport.OpenReceiver(ConformanceTopology.RoutedUrgent);
        var copy = await ReceiveOneAsync(urgent);
        Assert.Equal(1, copy.DeliveryCount);
        await urgent.DeadLetterAsync(copy, "test", "on purpose", default);

        Assert.Single(await DeadLettersAsync(ConformanceTopology.RoutedUrgent));
        Assert.Empty(await DeadLettersAsync(ConformanceTopology.RoutedAll));
    }

    [Fact]
    public async Task A_scheduled_message_is_hidden_until_it_is_due()
    {
        var due = _fixture.Now + LockDuration;
        await SendAsync(Message("later") with { ScheduledFor = due }, Message("now"));

        Assert.Equal(["now"], await DrainAsync(Topology.Tickets));

        await _fixture.PassAsync(LockDuration + TimeSpan.FromSeconds(1));
        Assert.Equal(["later"], await DrainAsync(Topology.Tickets));
    }

    [Fact]
    public async Task A_message_scheduled_for_the_past_is_there_at_once()
    {
        await SendAsync(Message("t1") with { ScheduledFor = _fixture.Now.AddMinutes(-5) });

        Assert.Equal(["t1"], await DrainAsync(Topology.Tickets));
    }
}
