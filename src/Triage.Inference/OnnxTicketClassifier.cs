using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Triage.Classification;
using Triage.Inference.Batching;
using Triage.Inference.Bundles;
using Triage.Inference.Sessions;
using Triage.Tickets;

namespace Triage.Inference;

/// <summary>
/// The classifier: encodes and calibrates on its callers' threads, and infers in micro-batches on a thread of its own. A
/// ticket's labels do not depend on its batch mates.
/// </summary>
public sealed class OnnxTicketClassifier : ITicketClassifier, IAsyncDisposable
{
    private readonly ModelBundle _bundle;
    private readonly ModelRunner _runner;
    private readonly MicroBatcher _batcher;
    private readonly TimeProvider _time;

    private OnnxTicketClassifier(ModelBundle bundle, ModelRunner runner, ClassifierOptions options, TimeProvider time, ILogger log)
    {
        _bundle = bundle;
        _runner = runner;
        _time = time;
        var isolation = new FaultIsolation(Infer, runner.Probe, runner.Reopen, log);
        _batcher = new MicroBatcher(PolicyFor(runner.OnCuda, options), options.Linger, options.QueueCapacity, isolation.Infer, time);
    }

    public ModelProfile Model => _bundle.Profile;

    /// <summary>Where the model runs and why, in one line.</summary>
    public string Device => $"{_runner.Device}: {_runner.DeviceReason}";

    /// <summary>Loads the bundle, opens the model, and proves on the golden texts that it computes what it did in training.</summary>
    /// <exception cref="InferenceConfigurationException">The options are out of range, or ask for a device that cannot be had.</exception>
    /// <exception cref="ModelBundleException">The bundle cannot be used.</exception>
    public static Task<OnnxTicketClassifier> CreateAsync(ClassifierOptions options, TimeProvider time, ILogger log) => Task.Run(() =>
    {
        var (bundle, runner) = Open(options, time);
        Log.ModelReady(log, bundle.Manifest.Name, bundle.Manifest.Version, runner.Device, runner.DeviceReason);
        return new OnnxTicketClassifier(bundle, runner, options, time, log);
    });

    public async Task<TicketLabels> ClassifyAsync(ReadTicket ticket, bool alone, CancellationToken cancellation) =>
        Calibration.Labels(_bundle.Manifest, await _batcher.InferAsync(Encode(ticket.Text), alone, cancellation).ConfigureAwait(false));

    /// <summary>Answers what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync().ConfigureAwait(false);
        _runner.Dispose();
    }

    internal static (ModelBundle, ModelRunner) Open(ClassifierOptions options, TimeProvider time)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new InferenceConfigurationException(problems);
        }

        var bundle = ModelBundle.Load(options.BundlePath);
        return (bundle, new ModelRunner(bundle, options, time));
    }

    // On a CPU a batch saves little over its tickets one by one, padding costs as much as text, and beyond some hundred tokens
    // the activations leave the caches (measured: 4 tickets of a length best, 32 a fifth slower). A GPU wants to be filled.
    private static BatchPolicy PolicyFor(bool cuda, ClassifierOptions options) =>
        new(options.MaxBatch, options.TokenBudget ?? (cuda ? 8_192 : 512), MaxPadding: cuda ? 0.5 : 0.1);

    private int[] Encode(string text)
    {
        Span<int> ids = stackalloc int[_bundle.Encoder.MaxTokens];
        return ids[.._bundle.Encoder.Encode(text, ids)].ToArray();
    }

    private float[][] Infer(IReadOnlyList<int[]> rows)
    {
        var (tokens, padded) = (rows.Sum(r => r.Length), rows.Count * rows.Max(r => r.Length));
        using var activity = InferenceMetrics.Activities.StartActivity("triage.inference.batch");
        activity?.SetTag("triage.batch.size", rows.Count).SetTag("triage.batch.tokens", padded);
        InferenceMetrics.BatchSize.Record(rows.Count);
        InferenceMetrics.Padding.Record(1 - (double)tokens / padded);

        var started = _time.GetTimestamp();
        try
        {
            return _runner.Run(rows);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
        finally
        {
            InferenceMetrics.Duration.Record(_time.GetElapsedTime(started).TotalSeconds);
        }
    }
}
