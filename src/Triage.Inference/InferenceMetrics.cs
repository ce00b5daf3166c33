using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Triage.Inference;

internal static class InferenceMetrics
{
    private static readonly Meter Meter = new("Triage");

    public static readonly ActivitySource Activities = new("Triage");

    public static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("triage.inference.batch.size", "{ticket}", "Tickets of a batch.");

    public static readonly Histogram<double> Padding =
        Meter.CreateHistogram<double>("triage.inference.batch.padding", "1", "Share of a batch's tokens that is padding, 0 to 1.");

    public static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("triage.inference.duration", "s", "Time of one run of the model over a batch.");

    public static readonly Histogram<double> QueueWait =
        Meter.CreateHistogram<double>("triage.inference.queue.wait", "s", "Time from a ticket's arrival at the classifier to its batch's start.");

    public static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("triage.inference.failures", "{failure}", "Runs of the model that failed, by kind: ticket or session.");
}
