using Microsoft.Extensions.Logging;
using Triage.Classification;

namespace Triage.Inference.Batching;

/// <summary>
/// Runs batches such that a ticket which cannot be inferred harms no other, and a broken session is not blamed on a ticket.
///
/// After a failure a text that is known to work is run first. If that fails too, the session is broken: every ticket of the
/// batch gets <see cref="InferenceUnavailableException"/>, and after repeated failure the session is opened anew. Otherwise
/// the batch is halved until the ticket is found that fails by itself; its mates get their results. Belongs to the inference
/// thread.
/// </summary>
/// <param name="infer">Runs rows of ids and returns each row's logits; throws where the run fails.</param>
/// <param name="probe">Throws where the session does not compute what it should.</param>
/// <param name="reopen">Opens the session anew.</param>
internal sealed class FaultIsolation(Func<IReadOnlyList<int[]>, float[][]> infer, Action probe, Action reopen, ILogger log)
{
    private const int ReopenAfter = 2; // failed probes in a row

    private int _failedProbes;

    /// <summary>Settles every request; never throws.</summary>
    public void Infer(IReadOnlyList<InferenceRequest> batch)
    {
        if (_failedProbes >= ReopenAfter)
        {
            try
            {
                reopen();
                Log.SessionReopened(log, _failedProbes);
                _failedProbes = 0;
            }
            catch (Exception e)
            {
                Refuse(batch, e);
                return;
            }
        }

        Isolate(batch);
    }

    private void Isolate(IReadOnlyList<InferenceRequest> batch)
    {
        var (unsettled, cause) = Attempt(batch);
        if (unsettled.Count == 0)
        {
            _failedProbes = 0;
            return;
        }

        try
        {
            probe();
            _failedProbes = 0;
        }
        catch (Exception e)
        {
            _failedProbes++;
            Refuse(unsettled, e);
            return;
        }

        if (unsettled.Count == 1)
        {
            InferenceMetrics.Failures.Add(1, new KeyValuePair<string, object?>("kind", "ticket"));
            unsettled[0].TrySetException(new InferenceFailedException(
                $"The model cannot infer a text of {unsettled[0].Ids.Length} tokens, while it infers a known one: {cause!.Message}", cause));
            return;
        }

        var half = unsettled.Count / 2;
        Isolate([.. unsettled.Take(half)]);
        var rest = unsettled.Skip(half).ToArray();
        if (_failedProbes > 0)
        {
            Refuse(rest, cause!);
        }
        else
        {
            Isolate(rest);
        }
    }

    // What could not be settled, and why.
    private (IReadOnlyList<InferenceRequest> Unsettled, Exception? Cause) Attempt(IReadOnlyList<InferenceRequest> batch)
    {
        try
        {
            var logits = infer([.. batch.Select(r => r.Ids)]);
            var unsettled = new List<InferenceRequest>();
            for (var i = 0; i < batch.Count; i++)
            {
                if (logits[i].All(float.IsFinite))
                {
                    batch[i].TrySetResult(logits[i]);
                }
                else
                {
                    unsettled.Add(batch[i]);
                }
            }

            return (unsettled, unsettled.Count == 0 ? null : new ArithmeticException("its logits are not finite."));
        }
        catch (Exception e)
        {
            return (batch, e);
        }
    }

    private void Refuse(IReadOnlyList<InferenceRequest> batch, Exception cause)
    {
        InferenceMetrics.Failures.Add(1, new KeyValuePair<string, object?>("kind", "session"));
        Log.SessionBroken(log, batch.Count, _failedProbes, cause);
        foreach (var request in batch)
        {
            request.TrySetException(new InferenceUnavailableException($"The model fails on a known text too: {cause.Message}", cause));
        }
    }
}
