namespace Triage.Worker.Evaluation;

/// <summary>Average precision of a ranking: the sum over thresholds of (Rₙ − Rₙ₋₁) · Pₙ, without interpolation.</summary>
/// <remarks>
/// The definition of scikit-learn's <c>average_precision_score</c>: equal scores are one threshold, so the result does
/// not depend on the order of the input.
/// </remarks>
internal static class AveragePrecision
{
    /// <returns>0 to 1; null where nothing is positive, since recall is undefined there.</returns>
    public static double? Of(IEnumerable<ScoredOutcome> outcomes)
    {
        ScoredOutcome[] ranked = [.. outcomes.OrderByDescending(o => o.Probability)];
        var positives = ranked.Count(o => o.Happened);
        if (positives == 0)
        {
            return null;
        }

        var sum = 0.0;
        var found = 0;
        var foundBefore = 0;
        for (var i = 0; i < ranked.Length; i++)
        {
            found += ranked[i].Happened ? 1 : 0;
            var lastOfItsScore = i + 1 == ranked.Length || ranked[i + 1].Probability != ranked[i].Probability;
            if (lastOfItsScore)
            {
                sum += (double)(found - foundBefore) / positives * found / (i + 1);
                foundBefore = found;
            }
        }

        return sum;
    }
}

/// <summary>A probability that was given, and whether what it spoke of was so.</summary>
internal readonly record struct ScoredOutcome(double Probability, bool Happened);
