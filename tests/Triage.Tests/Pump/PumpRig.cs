using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Triage.Decisions;
using Triage.Publishing;
using Triage.Pump;
using Triage.Resilience;
using Triage.Tickets;
using Triage.Transports;
using Triage.Transports.Sqlite;

namespace Triage.Tests.Pump;

/// <summary>The real pump on a real embedded queue in a folder of its own; only the model is scripted.</summary>
internal sealed class PumpRig : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("triage-pump-").FullName;
    private readonly TimeProvider _time;
    private readonly Lazy<TicketPump> _pump;

    public PumpRig(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Transport = new InterceptedTransport(OpenTransport(_time));
        _pump = new Lazy<TicketPump>(CreatePump);
    }

    public ScriptedClassifier Classifier { get; } = new();

    public InterceptedTransport Transport { get; }

    public PumpOptions Options { get; set; } = new() { ReceiveWait = TimeSpan.FromMilliseconds(50) };

    public PipelineOptions PipelineOptions { get; set; } = new() { FirstDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(20) };

    public FakeLogCollector Logged { get; } = new();

    public TicketPump Pump => _pump.Value;

    /// <summary>Another process on the same file.</summary>
    public SqliteTransport OpenTransport(TimeProvider time) =>
        new(new SqliteOptions { Path = Path.Combine(_folder, "queue.db") }, Topology.Default, time);

    public Task<bool> RunUntilEmptyAsync() => Pump.RunAsync(untilEmpty: true, CancellationToken.None, CancellationToken.None);

    public Task SendAsync(params string[] ticketIds) => SendAsync(ticketIds.Select(id => Ticket(id)));

    public Task SendAsync(IEnumerable<byte[]> bodies) => Transport.SendAsync(
        Topology.Tickets,
        [.. bodies.Select((body, i) => new OutgoingMessage { MessageId = $"m-{i}-{body.GetHashCode()}", Body = body })],
        CancellationToken.None);

    public static byte[] Ticket(
        string id, string body = "How long does delivery usually take to my address in the north of England?", string? customer = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new { id, body, customer = new { id = customer } });

    /// <summary>Receives everything that a topic holds for its subscription <c>all</c>.</summary>
    public async Task<IReadOnlyList<JsonElement>> PublishedAsync(string topic)
    {
        await using var receiver = Transport.OpenReceiver($"{topic}/{Topology.AllSubscription}");
        var events = new List<JsonElement>();
        while (await receiver.ReceiveAsync(100, TimeSpan.Zero, CancellationToken.None) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                events.Add(JsonDocument.Parse(message.Body).RootElement);
                await receiver.CompleteAsync(message, Completion.WithoutOutputs, CancellationToken.None);
            }
        }

        return events;
    }

    public async Task<IReadOnlyList<string>> RoutedIdsAsync() =>
        [.. (await PublishedAsync(Topology.Routed)).Select(e => e.GetProperty("subject").GetString()!).Order(StringComparer.Ordinal)];

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() =>
        Transport.PeekDeadLettersAsync(Topology.Tickets, 0, 100, CancellationToken.None);

    public async Task<EntityStatus> QueueAsync() =>
        (await Transport.GetStatusAsync(CancellationToken.None)).Single(s => s.Entity == Topology.Tickets);

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private TicketPump CreatePump()
    {
        var policy = new DecisionPolicy(Rules.Load(Path.Combine(Repository.Root, "src", "Triage.Worker", "rules", "rules.json")), Classifier.Model, DecisionOptions.DryRun);
        return new TicketPump(
            Transport,
            new TicketReader(),
            Classifier,
            policy,
            new DecisionEvents(policy),
            new Pipelines(PipelineOptions, _time, NullLogger<Pipelines>.Instance),
            Options,
            _time,
            new FakeLogger<TicketPump>(Logged));
    }
}
