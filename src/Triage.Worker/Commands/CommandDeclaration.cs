using System.CommandLine;

namespace Triage.Worker.Commands;

/// <summary>Gives a declared command what it does.</summary>
internal static class CommandDeclaration
{
    /// <param name="command">Its arguments and options are declared already.</param>
    /// <param name="action">
    /// Gets an <see cref="Invocation"/> to take settings and parts from, and a token that the first signal cancels; returns
    /// an <see cref="ExitCode"/>. What it throws becomes an exit code in <see cref="Failures"/>.
    /// </param>
    public static Command Does(this Command command, Func<Invocation, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (arguments, _) =>
        {
            // The token of System.CommandLine comes with a limit of 2 seconds on what follows a SIGTERM; ours does not.
            using var signals = new Signals();
            try
            {
                await using var invocation = new Invocation(arguments, signals);
                return await action(invocation, signals.First);
            }
            catch (Exception failure)
            {
                return Failures.Report(failure, signals.First.IsCancellationRequested, Console.Error);
            }
        });
        return command;
    }
}
