namespace Triage.Decisions;

/// <summary>One thing in the rules that must be put right before anything runs.</summary>
/// <param name="Place">The JSON path of the value, or the template's file.</param>
/// <param name="Message">The value, the limit and the remedy.</param>
public sealed record RulesProblem(string Place, string Message)
{
    public override string ToString() => $"{Place}: {Message}";
}

/// <summary>Something that works, though perhaps not as meant; <c>triage check</c> shows it.</summary>
/// <param name="Intent">The intent that it concerns.</param>
/// <param name="Message">What follows from it, and the remedy.</param>
public sealed record RulesFinding(string Intent, string Message)
{
    public override string ToString() => $"{Intent}: {Message}";
}

/// <summary>The rules cannot be used. All problems are found at once.</summary>
public sealed class RulesException(string path, IReadOnlyList<RulesProblem> problems) : Exception(
    $"The rules in '{path}' have {(problems.Count == 1 ? "a problem" : $"{problems.Count} problems")}:{Environment.NewLine}"
    + string.Join(Environment.NewLine, problems.Select(p => $"  {p}")))
{
    public IReadOnlyList<RulesProblem> Problems { get; } = problems;
}
