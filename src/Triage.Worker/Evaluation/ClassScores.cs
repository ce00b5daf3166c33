namespace Triage.Worker.Evaluation;

/// <summary>How well one label is found.</summary>
/// <param name="Support">Tickets that truly have the label.</param>
/// <param name="Predicted">Tickets that were given it.</param>
/// <param name="Correct">Tickets that have it and were given it.</param>
internal sealed record ClassScore(string Label, int Support, int Predicted, int Correct)
{
    /// <summary>Null where the label was never given.</summary>
    public double? Precision => Predicted == 0 ? null : (double)Correct / Predicted;

    /// <summary>Null where no ticket has the label.</summary>
    public double? Recall => Support == 0 ? null : (double)Correct / Support;

    /// <summary>Null where the label neither occurs nor was given.</summary>
    public double? F1 => Support + Predicted == 0 ? null : 2.0 * Correct / (Support + Predicted);
}

/// <summary>Counts labels, one or several a ticket, in the order of the taxonomy.</summary>
internal sealed class LabelCounts(IReadOnlyList<string> labels)
{
    private readonly Dictionary<string, (int Support, int Predicted, int Correct)> _counts =
        labels.ToDictionary(label => label, _ => (0, 0, 0));

    public void Add(IReadOnlyCollection<string> truth, IReadOnlyCollection<string> predicted)
    {
        foreach (var label in truth.Union(predicted))
        {
            var (support, given, correct) = _counts[label];
            var isTrue = truth.Contains(label);
            var isGiven = predicted.Contains(label);
            _counts[label] = (support + (isTrue ? 1 : 0), given + (isGiven ? 1 : 0), correct + (isTrue && isGiven ? 1 : 0));
        }
    }

    public IReadOnlyList<ClassScore> ToScores() =>
        [.. labels.Select(label => new ClassScore(label, _counts[label].Support, _counts[label].Predicted, _counts[label].Correct))];
}

internal static class ClassScores
{
    /// <summary>Unweighted mean over the labels that occur or were given; null where none is.</summary>
    public static double? MacroF1(this IReadOnlyCollection<ClassScore> scores) => scores.Average(s => s.F1);

    /// <summary>F1 over all decisions together; null where no label occurs or was given.</summary>
    public static double? MicroF1(this IReadOnlyCollection<ClassScore> scores) =>
        new ClassScore("", scores.Sum(s => s.Support), scores.Sum(s => s.Predicted), scores.Sum(s => s.Correct)).F1;
}
