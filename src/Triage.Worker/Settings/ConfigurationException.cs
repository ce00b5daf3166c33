using System.Text;

namespace Triage.Worker.Settings;

/// <summary>The configuration does not hold. All problems are found before any is reported.</summary>
internal sealed class ConfigurationException(IReadOnlyList<Problem> problems) : Exception(Describe(problems))
{
    public IReadOnlyList<Problem> Problems => problems;

    private static string Describe(IReadOnlyList<Problem> problems)
    {
        var text = new StringBuilder();
        text.Append(problems.Count == 1 ? "The configuration has a problem:" : $"The configuration has {problems.Count} problems:");
        foreach (var problem in problems)
        {
            text.AppendLine().Append("  ").Append(problem.ToString().ReplaceLineEndings(Environment.NewLine + "    "));
        }

        return text.ToString();
    }
}

/// <param name="Where">The setting's key, or the file.</param>
/// <param name="What">Value, limit and remedy.</param>
/// <param name="Part">What cannot be made because of it.</param>
internal sealed record Problem(string Where, string What, PartKind Part = PartKind.Settings)
{
    public override string ToString() => $"{Where}: {What}";
}

internal enum PartKind { Settings, Transport, Rules, Model }
