using System.Diagnostics;
using System.Diagnostics.Metrics;
using Triage.Classification;
using Triage.Decisions;
using Triage.Pump;
using Triage.Resilience;
using Triage.Transports;

namespace Triage;

/// <summary>
/// Metrics and traces of the core, by the names <c>Triage</c>. Tags hold label names and outcomes only; never a customer's text or ids.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the <see cref="Meter"/> and the <see cref="ActivitySource"/>.</summary>
    public const string Name = "Triage";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Settled = Meter.CreateCounter<long>(
        "triage.tickets.settled", "{ticket}", "Deliveries by how they ended");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "triage.ticket.duration", "s", "From receipt to settlement");

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        "triage.decisions", "{ticket}", "Decisions by action, intent and escalation");

    internal static Activity? StartTicket(ReceivedMessage message)
    {
        var activity = Source.StartActivity("triage.ticket", ActivityKind.Consumer);
        activity?.SetTag("messaging.message.sequence", message.Sequence);
        activity?.SetTag("messaging.message.delivery_count", message.DeliveryCount);
        return activity;
    }

    internal static void TicketSettled(TicketOutcome outcome, TimeSpan duration, Activity? activity)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome.WireName());
        Settled.Add(1, tag);
        Duration.Record(duration.TotalSeconds, tag);
        activity?.SetTag("triage.outcome", tag.Value);
    }

    internal static void Decided(Decision decision, TicketLabels labels) => Decisions.Add(
        1,
        new("action", decision.Action.WireName()),
        new("intent", labels.Intent.Label),
        new("team", decision.Team));

    internal static void ObserveCircuits(Pipelines pipelines) => Meter.CreateObservableGauge(
        "triage.circuit.open",
        () => pipelines.Circuits.Select(c => new Measurement<int>(c.IsOpen ? 1 : 0, new KeyValuePair<string, object?>("circuit", c.Name))),
        description: "1 while a circuit refuses calls");
}
