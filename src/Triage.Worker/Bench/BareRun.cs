using Triage.Inference;

namespace Triage.Worker.Bench;

/// <summary>
/// The model at its best: the tickets are encoded before, sorted by length over all of them, and go through the session one
/// full batch after the other. No worker that takes tickets as they come can be faster.
/// </summary>
internal sealed class BareRun(BareModel model, IEnumerable<string> texts, TimeProvider time)
{
    private readonly int[][] _rows = [.. texts.Select(model.Encode).OrderBy(row => row.Length)];

    public static IReadOnlyList<int> BatchSizes { get; } = [1, 8, 16, 32, 64];

    public double MeanTokens => _rows.Average(row => row.Length);

    /// <summary>Runs all tickets once.</summary>
    /// <returns>Tickets a second.</returns>
    public double Measure(int batchSize, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        foreach (var batch in _rows.Chunk(batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            model.Run(batch);
        }

        return _rows.Length / time.GetElapsedTime(started).TotalSeconds;
    }
}
