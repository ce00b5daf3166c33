namespace Triage.EndToEnd.Build;

internal sealed class BashFactAttribute : FactAttribute
{
    public BashFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs bash" : null!;
}

internal sealed class BashTheoryAttribute : TheoryAttribute
{
    public BashTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "needs bash" : null!;
}
