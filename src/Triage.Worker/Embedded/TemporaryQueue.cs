using Microsoft.Extensions.Logging;
using Triage.Publishing;
using Triage.Pump;
using Triage.Tickets;
using Triage.Transports;
using Triage.Transports.Sqlite;
using Triage.Worker.Composition;

namespace Triage.Worker.Embedded;

/// <summary>An embedded queue of a command's own, in a temporary folder that goes with it. Nothing of it reaches the configured transport.</summary>
internal sealed class TemporaryQueue : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("triage-");
    private readonly SqliteTransport _transport;
    private readonly TimeProvider _time;

    public TemporaryQueue(TimeProvider time)
    {
        _time = time;
        _transport = new SqliteTransport(new SqliteOptions { Path = Path.Combine(_folder.FullName, "queue.db") }, Topology.Default, time);
        Watch = new SettlementWatch(_transport, time);
    }

    public string Folder => _folder.FullName;

    /// <summary>The queue, which notes when its messages are received and settled.</summary>
    public SettlementWatch Watch { get; }

    public ITransport Transport => Watch;

    /// <summary>The pump that <c>run</c> has, on this queue.</summary>
    public TicketPump CreatePump(Parts parts, ILoggerFactory loggers) => new(
        Transport,
        new TicketReader(),
        parts.Classifier,
        parts.Policy,
        new DecisionEvents(parts.Policy),
        parts.Pipelines,
        parts.Settings.Pump,
        _time,
        loggers.CreateLogger<TicketPump>());

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
