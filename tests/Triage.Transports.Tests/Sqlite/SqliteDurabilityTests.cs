using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>What a killed process must find again. No kill can tell a durable file from a lucky one, so the settings are read back.</summary>
public sealed class SqliteDurabilityTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => _fixture.Transport.CheckAsync(default);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")] // FULL: the log is flushed at every commit
    [InlineData("fullfsync", "1")]
    [InlineData("checkpoint_fullfsync", "1")]
    [InlineData("busy_timeout", "10000")]
    [InlineData("auto_vacuum", "2")] // incremental
    [InlineData("user_version", "1")]
    public async Task The_connection_has_the_durable_settings(string pragma, string expected)
    {
        var question = FormattableStringFactory.Create("PRAGMA " + pragma); // a pragma's name is no parameter
        var actual = await _fixture.Transport.Lane.RunAsync(session => session.Scalar<string>(question), default);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task A_step_holds_the_write_lock_before_it_looks_at_anything()
    {
        await _fixture.Transport.Lane.RunAsync(
            _ =>
            {
                using var other = _fixture.Connect();
                using var begin = other.CreateCommand();
                begin.CommandText = "BEGIN IMMEDIATE";
                Assert.Equal(5, Assert.Throws<SqliteException>(() => begin.ExecuteNonQuery()).SqliteErrorCode);
            },
            default);
    }

    [Fact]
    public void The_file_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows()) return; // access lists of the folder decide there

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_fixture.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_fixture.Path + "-wal"));
    }

    [Fact]
    public async Task What_was_held_when_a_process_died_comes_back_when_its_locks_expire()
    {
        await _fixture.Transport.SendAsync(Topology.Tickets, [SqliteMessages.New("t1"), SqliteMessages.New("t2")], default);
        await using var dead = _fixture.Transport.OpenReceiver(Topology.Tickets);
        var held = Assert.Single(await dead.ReceiveAsync(1, TimeSpan.Zero, default));

        // The first transport is not disposed: to the file, it has died.
        await using var next = _fixture.OpenAnother().OpenReceiver(Topology.Tickets);
        Assert.Equal("t2", Assert.Single(await next.ReceiveAsync(10, TimeSpan.Zero, default)).MessageId);
        _fixture.Time.Advance(next.LockDuration);
        var again = await next.ReceiveAsync(10, TimeSpan.Zero, default);

        Assert.Equal([("t1", 2), ("t2", 2)], again.Select(m => (m.MessageId, m.DeliveryCount)));
        await Assert.ThrowsAsync<LockLostException>(() => dead.CompleteAsync(held, Completion.WithoutOutputs, default));
    }

    [Fact]
    public async Task A_file_copied_between_two_calls_holds_all_that_was_reported_as_done()
    {
        await using var receiver = _fixture.Transport.OpenReceiver(Topology.Tickets);
        await _fixture.Transport.SendAsync(Topology.Tickets, [SqliteMessages.New("t1"), SqliteMessages.New("t2")], default);
        var held = Assert.Single(await receiver.ReceiveAsync(1, TimeSpan.Zero, default));
        await receiver.CompleteAsync(
            held, new Completion([new Output(Topology.Routed, SqliteMessages.New("r1"))]), default);

        var copy = _fixture.Path + ".copy";
        File.Copy(_fixture.Path, copy);
        File.Copy(_fixture.Path + "-wal", copy + "-wal");

        await using var restored = _fixture.Open(_fixture.Options with { Path = copy });
        var status = await restored.GetStatusAsync(default);
        Assert.Equal(1, status.Single(s => s.Entity == Topology.Tickets).Active);
        Assert.Equal(1, status.Single(s => s.Entity == ConformanceTopology.RoutedAll).Active);
    }

    [Fact]
    public async Task What_waits_for_the_file_is_finished_before_it_is_closed()
    {
        var sends = Enumerable.Range(0, 200)
            .Select(i => _fixture.Transport.SendAsync(Topology.Tickets, [SqliteMessages.New($"t{i}")], default))
            .ToList();

        await _fixture.Transport.DisposeAsync();

        await Task.WhenAll(sends);
        Assert.Equal(200, _fixture.Ask<long>("SELECT count(*) FROM message"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _fixture.Transport.GetStatusAsync(default));
    }
}
