using Microsoft.Extensions.Time.Testing;
using Triage.Classification;
using Triage.Tests.Decisions;
using Triage.Tickets;
using Triage.Transports;

namespace Triage.Tests.Pump;

public sealed class TicketPumpTests : IAsyncLifetime
{
    private readonly PumpRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _rig.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_ticket_is_published_once_and_leaves_the_queue()
    {
        await _rig.SendAsync("a", "b", "c");

        Assert.True(await _rig.RunUntilEmptyAsync());

        Assert.Equal(["a", "b", "c"], await _rig.RoutedIdsAsync());
        Assert.Equal(3, (await _rig.PublishedAsync(Topology.Replies)).Count);
        Assert.Equal(new EntityStatus(Topology.Tickets, 0, 0, 0, 0), await _rig.QueueAsync());
    }

    [Fact]
    public async Task A_message_that_is_no_ticket_is_dead_lettered_at_its_first_delivery_and_the_others_go_on()
    {
        await _rig.SendAsync([PumpRig.Ticket("a"), "no json"u8.ToArray(), PumpRig.Ticket("b")]);

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(["a", "b"], await _rig.RoutedIdsAsync());
        var dead = Assert.Single(await _rig.DeadLettersAsync());
        Assert.Equal((RejectionReason.InvalidJson, 1), (dead.Reason, dead.DeliveryCount));
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_inferred_is_dead_lettered_alone()
    {
        _rig.Classifier.Answer = (ticket, _) => ticket.Ticket.Id == "poison"
            ? throw new InferenceFailedException("The model gave no finite number.")
            : Task.FromResult(Sample.Labels("track_order"));
        await _rig.SendAsync("a", "poison", "b");

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(["a", "b"], await _rig.RoutedIdsAsync());
        var dead = Assert.Single(await _rig.DeadLettersAsync());
        Assert.Equal((RejectionReason.InferenceFailed, "The model gave no finite number."), (dead.Reason, dead.Description));
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_gives_the_ticket_back_until_its_deliveries_are_used_up()
    {
        _rig.Classifier.Answer = (ticket, _) => ticket.Ticket.Id == "strange"
            ? throw new InvalidOperationException("Something with the customer's words in it.")
            : Task.FromResult(Sample.Labels("track_order"));
        await _rig.SendAsync("a", "strange");

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(["a"], await _rig.RoutedIdsAsync());
        var dead = Assert.Single(await _rig.DeadLettersAsync());
        Assert.Equal((RejectionReason.MaxDeliveries, 10), (dead.Reason, dead.DeliveryCount));
        Assert.DoesNotContain("customer's words", string.Concat(_rig.Logged.GetSnapshot().Select(r => r.Message + r.Exception)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_third_delivery_on_a_ticket_is_inferred_alone()
    {
        var failures = 2;
        _rig.Classifier.Answer = (_, _) => failures-- > 0
            ? throw new InvalidOperationException("Passing fault.")
            : Task.FromResult(Sample.Labels("track_order"));
        await _rig.SendAsync("a");

        await _rig.RunUntilEmptyAsync();

        Assert.Equal([("a", false), ("a", false), ("a", true)], _rig.Classifier.Asked);
    }

    [Fact]
    public async Task No_more_tickets_are_held_than_the_options_allow()
    {
        _rig.Options = _rig.Options with { MaxInFlight = 3 };
        var most = 0;
        _rig.Classifier.Answer = async (_, _) =>
        {
            most = Math.Max(most, _rig.Pump.InFlight);
            await Task.Yield();
            return Sample.Labels("track_order");
        };
        await _rig.SendAsync([.. Enumerable.Range(0, 20).Select(i => $"t-{i}")]);

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(20, (await _rig.RoutedIdsAsync()).Count);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Two_tickets_of_one_customer_that_race_for_the_last_reply_get_one_between_them()
    {
        // Both read the count before either commits.
        var bothDecided = new Barrier(2);
        var first = true;
        _rig.Transport.BeforeComplete = async () =>
        {
            if (first)
            {
                await Task.Run(() => bothDecided.SignalAndWait(TimeSpan.FromSeconds(10)));
                first = false;
            }
        };
        await _rig.SendAsync([PumpRig.Ticket("warm-1", customer: "c"), PumpRig.Ticket("warm-2", customer: "c")]);
        await _rig.RunUntilEmptyAsync();
        await _rig.SendAsync([PumpRig.Ticket("race-1", customer: "c"), PumpRig.Ticket("race-2", customer: "c")]);
        first = true;

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(3, (await _rig.PublishedAsync(Topology.Replies)).Count);
        Assert.Equal(4, (await _rig.RoutedIdsAsync()).Count);
        Assert.Equal(4, _rig.Classifier.Asked.Count); // decided again on the spot, not delivered again
    }

    [Fact]
    public async Task A_stop_finishes_what_is_held()
    {
        using var stop = new CancellationTokenSource();
        var (asked, answer) = HoldAnswers();
        await _rig.SendAsync("a");
        var run = _rig.Pump.RunAsync(untilEmpty: false, stop.Token, CancellationToken.None);
        await asked;

        await stop.CancelAsync();
        answer.SetResult(Sample.Labels("track_order"));

        Assert.True(await run);
        Assert.Equal(["a"], await _rig.RoutedIdsAsync());
    }

    [Fact]
    public async Task At_the_end_of_the_drain_what_is_left_is_given_back_at_once()
    {
        using var stop = new CancellationTokenSource();
        using var abandon = new CancellationTokenSource();
        var (asked, _) = HoldAnswers();
        await _rig.SendAsync("a");
        var run = _rig.Pump.RunAsync(untilEmpty: false, stop.Token, abandon.Token);
        await asked;

        await stop.CancelAsync();
        await abandon.CancelAsync();

        Assert.False(await run);
        Assert.Equal((1, 0), (_rig.Pump.Counts.GivenUp, _rig.Pump.Counts.Completed));
        Assert.Equal(new EntityStatus(Topology.Tickets, 1, 0, 0, 0), await _rig.QueueAsync());
    }

    [Fact]
    public async Task A_receive_that_fails_in_passing_is_tried_again()
    {
        var faults = 3;
        _rig.Transport.BeforeReceive = () => faults-- > 0
            ? throw new TransportException("The broker is restarting.", isTransient: true)
            : Task.CompletedTask;
        await _rig.SendAsync("a");

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(["a"], await _rig.RoutedIdsAsync());
    }

    [Fact]
    public async Task A_broker_that_fails_for_good_ends_the_run_with_its_error()
    {
        _rig.Transport.BeforeReceive = () => throw new TransportException("The queue was deleted.", isTransient: false);

        var e = await Assert.ThrowsAsync<TransportException>(_rig.RunUntilEmptyAsync);

        Assert.Equal("The queue was deleted.", e.Message);
    }

    [Fact]
    public async Task While_the_model_is_unavailable_nothing_is_lost_or_blamed_and_later_everything_is_triaged()
    {
        _rig.Options = _rig.Options with { MaxInFlight = 8 };
        _rig.PipelineOptions = _rig.PipelineOptions with { BreakDuration = TimeSpan.FromSeconds(1) };
        var failures = 12;
        _rig.Classifier.Answer = (_, _) => Interlocked.Decrement(ref failures) >= 0
            ? throw new InferenceUnavailableException("The device is gone.")
            : Task.FromResult(Sample.Labels("track_order"));
        await _rig.SendAsync([.. Enumerable.Range(0, 20).Select(i => $"t-{i}")]);

        await _rig.RunUntilEmptyAsync();

        Assert.Equal(20, (await _rig.RoutedIdsAsync()).Count);
        Assert.Empty(await _rig.DeadLettersAsync());
        Assert.Equal((20, 0), (_rig.Pump.Counts.Completed, _rig.Pump.Counts.Abandoned));
    }

    /// <summary>Makes the classifier wait. The task ends when it was first asked; the source answers.</summary>
    private (Task Asked, TaskCompletionSource<TicketLabels> Answer) HoldAnswers() => HoldAnswers(_rig);

    private static (Task Asked, TaskCompletionSource<TicketLabels> Answer) HoldAnswers(PumpRig rig)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<TicketLabels>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Classifier.Answer = (_, cancellation) =>
        {
            asked.TrySetResult();
            return answer.Task.WaitAsync(cancellation);
        };
        return (asked.Task, answer);
    }

    public sealed class UnderAClockThatTheTestTurns : IAsyncLifetime
    {
        private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        private readonly PumpRig _rig;

        public UnderAClockThatTheTestTurns() => _rig = new PumpRig(_clock);

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync() => _rig.DisposeAsync().AsTask();

        [Fact]
        public async Task A_ticket_that_takes_far_longer_than_its_lock_is_renewed_and_completed_at_its_first_delivery()
        {
            using var stop = new CancellationTokenSource();
            var (asked, answer) = HoldAnswers(_rig);
            await _rig.SendAsync("slow");
            var run = _rig.Pump.RunAsync(untilEmpty: false, stop.Token, CancellationToken.None);
            await asked;

            // Ten minutes under a lock of one: each renewal is seen before the clock goes on.
            for (var renewals = 0; renewals < 30; renewals++)
            {
                for (var tick = 0; tick < 4; tick++)
                {
                    _clock.Advance(TimeSpan.FromSeconds(5));
                }

                Assert.True(await _rig.Transport.Renewed.WaitAsync(TimeSpan.FromSeconds(30)), "The lock was not renewed.");
            }

            answer.SetResult(Sample.Labels("track_order"));
            await stop.CancelAsync();

            Assert.True(await run);
            Assert.Equal((1, 0), (_rig.Pump.Counts.Completed, _rig.Pump.Counts.LocksLost));
            Assert.Single(_rig.Classifier.Asked);
            Assert.Equal(["slow"], await _rig.RoutedIdsAsync());
        }

        [Fact]
        public async Task A_lock_that_another_worker_took_over_is_dropped_without_publishing_anything()
        {
            using var stop = new CancellationTokenSource();
            var (asked, answer) = HoldAnswers(_rig);
            await _rig.SendAsync("contested");
            var run = _rig.Pump.RunAsync(untilEmpty: false, stop.Token, CancellationToken.None);
            await asked;

            // The other worker's clock is ten minutes ahead, so to it the lock has expired.
            var ahead = new FakeTimeProvider(_clock.GetUtcNow().AddMinutes(10));
            await using var other = _rig.OpenTransport(ahead);
            await using var receiver = other.OpenReceiver(Topology.Tickets);
            var taken = Assert.Single(await receiver.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
            answer.SetResult(Sample.Labels("track_order"));
            await stop.CancelAsync();
            await run;

            Assert.Equal((0, 1), (_rig.Pump.Counts.Completed, _rig.Pump.Counts.LocksLost));
            Assert.Equal(2, taken.DeliveryCount);
            Assert.Empty(await _rig.RoutedIdsAsync());
            await receiver.CompleteAsync(taken, Completion.WithoutOutputs, CancellationToken.None);
        }
    }
}
