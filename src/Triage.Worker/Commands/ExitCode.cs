namespace Triage.Worker.Commands;

/// <summary>What every command ends with; scripts and orchestrators rely on it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It was tried and did not work.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration: nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by a signal before it was done.</summary>
    public const int Interrupted = 130;
}
