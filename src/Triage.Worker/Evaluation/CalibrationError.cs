namespace Triage.Worker.Evaluation;

/// <summary>
/// Expected calibration error: how far probabilities are from the frequencies that they promise, weighted by how many
/// fall into each of 15 bins of equal width (Guo et al. 2017, "On Calibration of Modern Neural Networks").
/// </summary>
internal static class CalibrationError
{
    private const int Bins = 15;

    /// <returns>0 (calibrated) to 1; null without outcomes.</returns>
    public static double? Of(IReadOnlyCollection<ScoredOutcome> outcomes) =>
        outcomes.Count == 0
            ? null
            : outcomes.GroupBy(BinOf).Sum(bin => Math.Abs(bin.Sum(o => o.Probability - (o.Happened ? 1 : 0)))) / outcomes.Count;

    /// <summary>Bins are (i/15, (i+1)/15]; 0 belongs to the first.</summary>
    private static int BinOf(ScoredOutcome outcome) => Math.Max(0, (int)Math.Ceiling(outcome.Probability * Bins) - 1);
}
