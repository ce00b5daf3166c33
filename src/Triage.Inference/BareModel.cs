using Triage.Inference.Bundles;
using Triage.Inference.Sessions;

namespace Triage.Inference;

/// <summary>
/// The model without batching, queue or calibration: what the classifier is measured against. Same graph, device and session
/// options. One thread at a time.
/// </summary>
public sealed class BareModel : IDisposable
{
    private readonly ModelBundle _bundle;
    private readonly ModelRunner _runner;

    /// <inheritdoc cref="OnnxTicketClassifier.CreateAsync"/>
    public BareModel(ClassifierOptions options, TimeProvider time) => (_bundle, _runner) = OnnxTicketClassifier.Open(options, time);

    /// <summary>Where the model runs and why, in one line.</summary>
    public string Device => $"{_runner.Device}: {_runner.DeviceReason}";

    /// <summary>A text's token ids.</summary>
    public int[] Encode(string text)
    {
        var ids = new int[_bundle.Encoder.MaxTokens];
        return ids[.._bundle.Encoder.Encode(text, ids)];
    }

    /// <summary>Runs one batch, padded to its longest row.</summary>
    /// <returns>For each row the logits of all heads.</returns>
    public float[][] Run(IReadOnlyList<int[]> rows) => _runner.Run(rows);

    public void Dispose() => _runner.Dispose();
}
