namespace Triage.Inference.Bundles;

/// <summary>A model bundle cannot be used. Lists everything that is wrong with it at once, each with the difference and the remedy.</summary>
public sealed class ModelBundleException(string folder, IReadOnlyList<string> problems)
    : Exception($"The model bundle '{folder}' cannot be used:{string.Concat(problems.Select(p => $"\n  - {p}"))}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
