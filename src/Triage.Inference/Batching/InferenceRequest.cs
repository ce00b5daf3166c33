namespace Triage.Inference.Batching;

/// <summary>An encoded text that waits for its logits, all heads' in one array.</summary>
/// <param name="ids">Token ids; never changed after this.</param>
internal sealed class InferenceRequest(int[] ids, bool alone, long arrivedAt)
    : TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int[] Ids { get; } = ids;

    public bool Alone { get; } = alone;

    /// <summary>Timestamp of the <see cref="TimeProvider"/>.</summary>
    public long ArrivedAt { get; } = arrivedAt;

    /// <summary>True once the caller has an answer or has gone.</summary>
    public bool IsSettled => Task.IsCompleted;
}
