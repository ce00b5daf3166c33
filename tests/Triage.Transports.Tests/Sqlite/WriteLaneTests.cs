using Triage.Transports.Sqlite;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>Steps share transactions, never outcomes.</summary>
public sealed class WriteLaneTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new(new SqliteOptions { MaxFileBytes = 4 * 1024 * 1024 });
    private readonly ManualResetEventSlim _gate = new();
    private WriteLane _lane = null!;
    private Task _gateKeeper = null!;

    /// <summary>Holds the lane's thread, so that what the test adds forms one group.</summary>
    public async Task InitializeAsync()
    {
        await _fixture.Transport.CheckAsync(default);
        _lane = _fixture.Transport.Lane;
        _gateKeeper = _lane.RunAsync(_ => _gate.Wait(), default);
    }

    public async Task DisposeAsync()
    {
        _gate.Set();
        await _fixture.DisposeAsync();
        _gate.Dispose();
    }

    [Fact]
    public async Task Steps_that_wait_together_are_committed_together()
    {
        var isOnDiskBeforeItsNeighbourRuns = true;
        var first = _lane.RunAsync(session => Insert(session, "a"), default);
        var second = _lane.RunAsync(_ => isOnDiskBeforeItsNeighbourRuns = Ids().Contains("a"), default);

        await OpenAsync(first, second);

        Assert.False(isOnDiskBeforeItsNeighbourRuns);
        Assert.Equal(["a"], Ids());
    }

    [Fact]
    public async Task A_step_that_is_refused_undoes_itself_and_no_neighbour()
    {
        var before = _lane.RunAsync(session => Insert(session, "a"), default);
        var refused = _lane.RunAsync(
            session =>
            {
                Insert(session, "b");
                throw new LockLostException("tickets", 1);
            },
            default);
        var after = _lane.RunAsync(session => Insert(session, "c"), default);

        await OpenAsync(before, after);

        await Assert.ThrowsAsync<LockLostException>(() => refused);
        Assert.Equal(["a", "c"], Ids());
    }

    [Fact]
    public async Task A_step_that_the_disk_has_no_room_for_fails_and_no_neighbour()
    {
        var before = _lane.RunAsync(session => Insert(session, "a"), default);
        var tooLarge = _lane.RunAsync(session => Insert(session, new string('b', 8_000_000)), default);
        var after = _lane.RunAsync(session => Insert(session, "c"), default);

        await OpenAsync(before, after);

        Assert.True((await Assert.ThrowsAsync<TransportException>(() => tooLarge)).IsTransient);
        Assert.Equal(["a", "c"], Ids());
    }

    [Fact]
    public async Task A_step_that_is_cancelled_while_it_waits_never_runs()
    {
        using var stop = new CancellationTokenSource();
        var cancelled = _lane.RunAsync(session => Insert(session, "a"), stop.Token);
        await stop.CancelAsync();

        await OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Empty(Ids());
    }

    [Fact]
    public async Task A_step_that_has_begun_is_not_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var begun = _lane.RunAsync(
            session =>
            {
                stop.Cancel();
                Insert(session, "a");
            },
            stop.Token);

        await OpenAsync(begun);

        Assert.Equal(["a"], Ids());
    }

    private async Task OpenAsync(params Task[] steps)
    {
        _gate.Set();
        await _gateKeeper;
        await Task.WhenAll(steps).WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static void Insert(Session session, string id) =>
        session.Execute($"INSERT INTO seen (entity, message_id, seen_at) VALUES ('lane', {id}, 0)");

    private List<string> Ids()
    {
        using var connection = _fixture.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT message_id FROM seen ORDER BY message_id";
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read()) ids.Add(reader.GetString(0));
        return ids;
    }
}
