namespace Triage.Transports.Sqlite;

internal sealed class SqliteReceiver(
    WriteLane lane, Entities entities, Source source, Arrivals arrivals, TimeSpan pollInterval, TimeProvider time) : IReceiver
{
    public string Entity => source.Path;

    public TimeSpan LockDuration => source.LockDuration;

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var started = time.GetTimestamp();
        while (true)
        {
            var arrival = arrivals.Next(source.Path);
            var (messages, nextDue) = await lane.RunAsync(session => session.Receive(source, max, time.Now()), cancellation);
            var left = wait - time.GetElapsedTime(started);
            if (messages.Count > 0 || left <= TimeSpan.Zero) return messages;
            await WaitAsync(arrival, left, nextDue, cancellation);
        }
    }

    public Task RenewAsync(ReceivedMessage message, CancellationToken cancellation) =>
        lane.RunAsync(session => session.Renew(source, message, time.Now()), cancellation);

    public async Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation)
    {
        var outputs = completion.Outputs.Select(o => (To: entities.Destination(o.Topic), o.Message)).ToList();
        foreach (var output in outputs) MessageLimits.Demand(output.Message, output.To);

        await lane.RunAsync(
            session => session.Complete(source, message, outputs, completion.CountedReply, time.Now()), cancellation);
        foreach (var output in outputs) arrivals.Announce(output.To);
    }

    public async Task AbandonAsync(ReceivedMessage message, CancellationToken cancellation)
    {
        await lane.RunAsync(session => session.Abandon(source, message, time.Now()), cancellation);
        arrivals.Announce(source.Path);
    }

    public async Task ScheduleAgainAsync(ReceivedMessage message, DateTimeOffset due, CancellationToken cancellation)
    {
        await lane.RunAsync(
            session => session.ScheduleAgain(source, message, UnixTime.NotBefore(due), time.Now()), cancellation);
        arrivals.Announce(source.Path);
    }

    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellation) =>
        lane.RunAsync(session => session.DeadLetter(source, message, reason, MessageLimits.Bounded(description), time.Now()), cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Until something arrives from this process, may have arrived from another, or is due.</summary>
    private async Task WaitAsync(Task arrival, TimeSpan left, long? nextDue, CancellationToken cancellation)
    {
        var untilDue = nextDue is { } due ? UnixTime.ToInstant(due) - time.GetUtcNow() : TimeSpan.MaxValue;
        var delay = new[] { left, pollInterval, untilDue }.Min();
        if (delay < TimeSpan.FromMilliseconds(1)) delay = TimeSpan.FromMilliseconds(1);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(arrival, Task.Delay(delay, time, stop.Token));
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
