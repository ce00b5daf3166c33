using Triage.Transports;
using Triage.Worker.Settings;

namespace Triage.Worker.Commands;

/// <summary>What an exception that leaves a command means to the caller.</summary>
internal static class Failures
{
    public static int Report(Exception failure, bool interrupted, TextWriter error)
    {
        switch (failure)
        {
            case OperationCanceledException when interrupted:
                error.WriteLine("Interrupted.");
                return ExitCode.Interrupted;
            case ConfigurationException configuration:
                error.WriteLine(configuration.Message);
                return ExitCode.Usage;
            case CommandException or TransportException or IOException or UnauthorizedAccessException:
                error.WriteLine($"Failed: {failure.Message}");
                return ExitCode.Failed;
            default:
                // A fault of ours: the trace is what a report of it needs.
                error.WriteLine($"Failed unexpectedly: {failure}");
                return ExitCode.Failed;
        }
    }
}

/// <summary>A command cannot go on. The message says what, which and the remedy.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
