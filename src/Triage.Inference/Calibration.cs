using Triage.Classification;
using Triage.Inference.Bundles;

namespace Triage.Inference;

/// <summary>Turns the raw logits of one ticket into calibrated probabilities and the labels that follow from them.</summary>
internal static class Calibration
{
    /// <param name="logits">All heads' logits, one after the other in the manifest's order.</param>
    public static TicketLabels Labels(Manifest manifest, ReadOnlySpan<float> logits)
    {
        var at = 0;
        var heads = new double[manifest.Heads.Count][];
        for (var i = 0; i < heads.Length; i++)
        {
            var head = manifest.Heads[i];
            heads[i] = Probabilities(head, logits.Slice(at, head.Labels.Length));
            at += head.Labels.Length;
        }

        var reasons = manifest.Heads[3];
        return new TicketLabels
        {
            Intents = Ranked(manifest.Heads[0], heads[0]),
            Sentiments = Ranked(manifest.Heads[1], heads[1]),
            Escalation = heads[2][0],
            Reasons = [.. reasons.Labels.Where((_, i) => heads[3][i] >= reasons.Thresholds[i])],
        };
    }

    public static double[] Probabilities(Head head, ReadOnlySpan<float> logits)
    {
        var probabilities = new double[logits.Length];
        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] = logits[i] / head.Temperature;
        }

        if (head.Kind == HeadKind.Sigmoid)
        {
            return Array.ConvertAll(probabilities, x => 1 / (1 + Math.Exp(-x)));
        }

        var largest = probabilities.Max(); // taken off, so that the exponential cannot overflow
        var sum = probabilities.Sum(x => Math.Exp(x - largest));
        return Array.ConvertAll(probabilities, x => Math.Exp(x - largest) / sum);
    }

    // Equal probabilities keep the manifest's order.
    private static LabelProbability[] Ranked(Head head, double[] probabilities) =>
        [.. head.Labels.Zip(probabilities, (label, p) => new LabelProbability(label, p)).OrderByDescending(l => l.Probability)];
}
