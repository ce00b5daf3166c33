using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Triage.Transports.Sqlite;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>A broker file in a folder of its own, under a fake clock.</summary>
internal sealed class SqliteFixture : TransportFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("triage-");
    private readonly List<SqliteTransport> _opened = [];
    private SqliteTransport? _transport;

    public SqliteFixture(SqliteOptions? options = null)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "triage.db");
        Options = (options ?? new SqliteOptions()) with { Path = Path };
    }

    public string Path { get; }

    public SqliteOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public override Topology Topology { get; } =
        ConformanceTopology.Create(lockDuration: TimeSpan.FromSeconds(30), duplicateWindow: TimeSpan.FromMinutes(10));

    public override SqliteTransport Transport => _transport ??= OpenAnother();

    public override TimeSpan Moment => TimeSpan.Zero;

    public override DateTimeOffset Now => Time.GetUtcNow();

    public override SqliteTransport OpenAnother() => Open(Options);

    public SqliteTransport Open(SqliteOptions options)
    {
        var transport = new SqliteTransport(options, Topology, Time);
        lock (_opened) _opened.Add(transport);
        return transport;
    }

    /// <summary>A connection past the transport, as an operator's tool has it.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    public T Ask<T>(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public override Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var transport in _opened) await transport.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
