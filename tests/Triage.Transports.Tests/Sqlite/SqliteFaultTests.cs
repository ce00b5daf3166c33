using System.Text;
using Microsoft.Data.Sqlite;
using Triage.Transports.Sqlite;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>Each fault says what, which file and what to do; nothing is lost, and what passes is worked through again.</summary>
public sealed class SqliteFaultTests : IAsyncLifetime
{
    private const string Secret = "customer-4711";

    private readonly SqliteFixture _fixture = new(new SqliteOptions
    {
        BusyTimeout = TimeSpan.FromSeconds(1),
        MaxFileBytes = 4 * 1024 * 1024,
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task A_missing_folder_is_named_and_not_created()
    {
        var path = Path.Combine(_fixture.Path, "..", "missing", "triage.db");

        var fault = await CheckFailsAsync(_fixture.Options with { Path = path });

        Assert.False(fault.IsTransient);
        Assert.Contains("folder", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Triage:Sqlite:Path", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task A_path_that_is_a_folder_is_refused()
    {
        Directory.CreateDirectory(_fixture.Path);

        Assert.False((await CheckFailsAsync(_fixture.Options)).IsTransient);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var content = string.Join('\n', Enumerable.Repeat("no database at all", 500));
        await File.WriteAllTextAsync(_fixture.Path, content);

        var fault = await CheckFailsAsync(_fixture.Options);

        Assert.False(fault.IsTransient);
        Assert.Contains("not an SQLite file", fault.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_fixture.Path));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused_and_left_as_it_is()
    {
        _fixture.Ask<object>("CREATE TABLE theirs (x); SELECT 1");

        var fault = await CheckFailsAsync(_fixture.Options);

        Assert.Contains("another program", fault.Message, StringComparison.Ordinal);
        Assert.Equal("delete", _fixture.Ask<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task The_file_of_a_newer_version_is_refused()
    {
        await _fixture.Transport.CheckAsync(default);
        await _fixture.Transport.DisposeAsync();
        _fixture.Ask<object>("PRAGMA user_version = 2; SELECT 1");

        var fault = await CheckFailsAsync(_fixture.Options);

        Assert.False(fault.IsTransient);
        Assert.Contains("schema version 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("newer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_named_with_the_way_to_recover_it()
    {
        await _fixture.Transport.SendAsync(
            Topology.Tickets, [.. Enumerable.Range(0, 50).Select(i => SqliteMessages.OfSize($"t{i}", 2000))], default);
        await _fixture.Transport.DisposeAsync();
        await using (var file = File.OpenWrite(_fixture.Path))
        {
            file.Seek(4096, SeekOrigin.Begin); // keeps the header's page
            await file.WriteAsync(new byte[file.Length - 4096]);
        }

        await using var reopened = _fixture.OpenAnother();
        var fault = await Assert.ThrowsAsync<TransportException>(() => reopened.GetStatusAsync(default));

        Assert.False(fault.IsTransient);
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_process_keeps_locked_is_a_fault_that_passes()
    {
        await _fixture.Transport.CheckAsync(default);
        using var other = _fixture.Connect();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();

        var fault = await Assert.ThrowsAsync<TransportException>(() => SendAsync(SqliteMessages.New("t1")));
        command.CommandText = "COMMIT";
        command.ExecuteNonQuery();
        await SendAsync(SqliteMessages.New("t1"));

        Assert.True(fault.IsTransient);
        Assert.Contains("locked", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_fixture.Path, fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await _fixture.Transport.GetStatusAsync(default))[0].Active);
    }

    [Fact]
    public async Task A_full_file_refuses_sends_loses_nothing_and_goes_on_when_there_is_room()
    {
        var (large, fault) = await FillAsync("large", bytes: 50_000);
        var (small, _) = await FillAsync("small", bytes: 10); // to the brim: receiving must still find room
        var sent = large + small;

        Assert.True(fault.IsTransient);
        Assert.Contains("MaxFileBytes", fault.Message, StringComparison.Ordinal);
        Assert.Equal(sent, (await _fixture.Transport.GetStatusAsync(default))[0].Active);

        await using var receiver = _fixture.Transport.OpenReceiver(Topology.Tickets);
        var all = await receiver.ReceiveAsync(sent, TimeSpan.Zero, default);
        Assert.Equal(sent, all.Count);
        foreach (var other in all.Skip(2)) await receiver.AbandonAsync(other, default);
        var output = new Output(Topology.Routed, SqliteMessages.OfSize("r1", 60_000));
        await receiver.CompleteAsync(all[0], new Completion([output]), default);
        await receiver.CompleteAsync(all[1], Completion.WithoutOutputs, default);
        await SendAsync(SqliteMessages.OfSize($"small{small}", 10)); // the refused id was not remembered as seen

        Assert.Equal(sent - 1, (await _fixture.Transport.GetStatusAsync(default))[0].Active);
    }

    [TmpfsFact]
    public async Task A_full_disk_refuses_sends_loses_nothing_and_goes_on_when_there_is_room()
    {
        using var disk = new Tmpfs(kibibytes: 4096);
        await using var transport = _fixture.Open(new SqliteOptions { Path = disk.File("triage.db") });
        await transport.SendAsync(Topology.Tickets, [SqliteMessages.OfSize("t1", 100_000)], default);
        await File.WriteAllBytesAsync(disk.File("ballast"), new byte[1024 * 1024]);

        var refused = 0;
        TransportException? fault = null;
        for (; fault is null; refused++)
        {
            try
            {
                await transport.SendAsync(Topology.Tickets, [SqliteMessages.OfSize($"u{refused}", 200_000)], default);
            }
            catch (TransportException e)
            {
                fault = e;
            }
        }

        Assert.True(fault.IsTransient);
        var active = (await transport.GetStatusAsync(default))[0].Active;
        File.Delete(disk.File("ballast"));
        await transport.SendAsync(Topology.Tickets, [SqliteMessages.OfSize($"u{refused - 1}", 200_000)], default);
        Assert.Equal(refused, active);
        Assert.Equal(active + 1, (await transport.GetStatusAsync(default))[0].Active);
    }

    [TmpfsFact]
    public async Task A_read_only_disk_is_named_with_the_remedy()
    {
        using var disk = new Tmpfs(kibibytes: 4096);
        var options = new SqliteOptions { Path = disk.File("triage.db") };
        await using (var transport = _fixture.Open(options)) await transport.CheckAsync(default);
        disk.MakeReadOnly();

        var fault = await CheckFailsAsync(options);

        Assert.False(fault.IsTransient);
        Assert.Contains("write access", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_file_is_named_with_the_remedy()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return; // no mode holds back the superuser
        await _fixture.Transport.CheckAsync(default);
        await _fixture.Transport.DisposeAsync();
        File.SetUnixFileMode(_fixture.Path, UnixFileMode.UserRead);

        var fault = await CheckFailsAsync(_fixture.Options);

        Assert.False(fault.IsTransient);
        Assert.Contains("write access", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, true)] // busy
    [InlineData(10, true)] // I/O error
    [InlineData(13, true)] // full
    [InlineData(8, false)] // read-only
    [InlineData(11, false)] // corrupt
    [InlineData(14, false)] // cannot open
    [InlineData(26, false)] // not a database
    [InlineData(1, false)] // anything else
    public void A_fault_says_whether_it_may_pass_and_names_the_file(int code, bool isTransient)
    {
        var fault = Faults.Explain(new SqliteException("x", code), _fixture.Options, "/data/triage.db");

        Assert.Equal(isTransient, fault.IsTransient);
        Assert.Contains("/data/triage.db", fault.Message, StringComparison.Ordinal);
        Assert.IsType<SqliteException>(fault.InnerException);
    }

    [Fact]
    public async Task A_refusal_tells_nothing_of_what_a_customer_wrote_or_is_called()
    {
        var tooLong = new OutgoingMessage { MessageId = Secret + new string('x', 128), Body = Encoding.UTF8.GetBytes(Secret) };
        var refusal = await Assert.ThrowsAsync<TransportException>(() => SendAsync(tooLong));
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("128", refusal.Message, StringComparison.Ordinal);

        await SendAsync(SqliteMessages.New("t1", Secret));
        await using var receiver = _fixture.Transport.OpenReceiver(Topology.Tickets);
        var held = Assert.Single(await receiver.ReceiveAsync(1, TimeSpan.Zero, default));
        var counted = new Completion([], new CountedReply(Secret, new DateOnly(2026, 3, 1), CountSeen: 7));
        var change = await Assert.ThrowsAsync<ReplyCountChangedException>(() => receiver.CompleteAsync(held, counted, default));
        Assert.DoesNotContain(Secret, change.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_outside_its_range_is_named_with_its_limit()
    {
        var options = new SqliteOptions
        {
            Path = " ", BusyTimeout = TimeSpan.Zero, PollInterval = TimeSpan.Zero, MaxFileBytes = 1,
        };

        Assert.Equal(4, options.Validate().Count());
        var refusal = Assert.Throws<ArgumentException>(() => new SqliteTransport(options, Topology.Default, TimeProvider.System));
        Assert.Contains("Triage:Sqlite:BusyTimeout is 00:00:00; it must be from 00:00:01", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(new SqliteOptions().Validate());
    }

    /// <summary>Sends until the transport refuses.</summary>
    private async Task<(int Sent, TransportException Fault)> FillAsync(string id, int bytes)
    {
        for (var sent = 0; ; sent++)
        {
            try
            {
                await SendAsync(SqliteMessages.OfSize($"{id}{sent}", bytes));
            }
            catch (TransportException fault)
            {
                return (sent, fault);
            }
        }
    }

    private Task SendAsync(OutgoingMessage message) => _fixture.Transport.SendAsync(Topology.Tickets, [message], default);

    private async Task<TransportException> CheckFailsAsync(SqliteOptions options)
    {
        await using var transport = _fixture.Open(options);
        return await Assert.ThrowsAsync<TransportException>(() => transport.CheckAsync(default));
    }
}
