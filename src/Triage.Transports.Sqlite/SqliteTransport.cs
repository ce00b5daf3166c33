namespace Triage.Transports.Sqlite;

/// <summary>
/// The embedded broker: queues and topics in one SQLite file, which several processes of one machine may share. What a
/// call reports as done is flushed to disk. What is completed is deleted; the file shrinks while receivers are idle.
/// </summary>
/// <remarks>
/// Every process on a file uses the same <see cref="Topology"/>. Nothing is opened before the first call. Locks, schedules
/// and duplicate windows are wall time in the file: a clock that jumps forward costs locks, one
/// that jumps back delays redelivery by the jump at most.
/// </remarks>
public sealed class SqliteTransport : ITransport
{
    /// <summary>Messages sent in one transaction; a renewal may wait for it.</summary>
    private const int LargestBatch = 1000;

    private readonly Entities _entities;
    private readonly Arrivals _arrivals = new();
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public SqliteTransport(SqliteOptions options, Topology topology, TimeProvider time)
    {
        if (string.Join(' ', options.Validate()) is { Length: > 0 } errors) throw new ArgumentException(errors, nameof(options));
        (_options, _time) = (options, time);
        _entities = new Entities(topology);
        var path = Path.GetFullPath(options.Path);
        Lane = new WriteLane(() => Database.Open(options, path), fault => Faults.Explain(fault, options, path));
    }

    public string Name => "Sqlite";

    /// <summary>1 MiB, as Service Bus Premium has it.</summary>
    public int MaxMessageBytes => MessageLimits.LargestBody;

    internal WriteLane Lane { get; }

    /// <summary>Opens the file, makes it where it is absent, and proves that it can be written.</summary>
    public Task CheckAsync(CancellationToken cancellation) =>
        Lane.RunAsync(session => session.Pragma("user_version", Database.Version), cancellation);

    public IReceiver OpenReceiver(string entity) =>
        new SqliteReceiver(Lane, _entities, _entities.Source(entity), _arrivals, _options.PollInterval, _time);

    public async Task SendAsync(string entity, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        var to = _entities.Destination(entity);
        foreach (var message in messages) MessageLimits.Demand(message, to);
        foreach (var batch in messages.Chunk(LargestBatch))
        {
            await Lane.RunAsync(
                session =>
                {
                    session.Send(to, batch, _time.Now());
                    session.DemandRoom(_options);
                },
                cancellation);
            _arrivals.Announce(to);
        }
    }

    public Task<IReadOnlyList<EntityStatus>> GetStatusAsync(CancellationToken cancellation) =>
        Lane.RunAsync<IReadOnlyList<EntityStatus>>(
            session => [.. _entities.Sources.Select(source => session.Count(source, _time.Now()))], cancellation);

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(
        string entity, long afterSequence, int max, CancellationToken cancellation)
    {
        var source = _entities.Source(entity);
        return Lane.RunAsync<IReadOnlyList<DeadLetter>>(session => session.Peek(source, afterSequence, max), cancellation);
    }

    public async Task<bool> ResubmitDeadLetterAsync(string entity, long sequence, CancellationToken cancellation)
    {
        var source = _entities.Source(entity);
        var isDone = await Lane.RunAsync(session => session.Resubmit(source, sequence, _time.Now()), cancellation);
        if (isDone) _arrivals.Announce(source.Path);
        return isDone;
    }

    public Task<bool> DiscardDeadLetterAsync(string entity, long sequence, CancellationToken cancellation)
    {
        var source = _entities.Source(entity);
        return Lane.RunAsync(session => session.Discard(source, sequence), cancellation);
    }

    public Task<int?> CountRepliesAsync(string customerId, DateOnly day, CancellationToken cancellation) =>
        Lane.RunAsync<int?>(session => session.CountOf(customerId, day), cancellation);

    /// <summary>Finishes the calls that have begun, then closes the file. Locks stay until they expire.</summary>
    public ValueTask DisposeAsync() => Lane.DisposeAsync();
}
