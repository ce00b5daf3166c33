using System.CommandLine;
using Microsoft.Extensions.Logging;
using Triage.Worker.Composition;
using Triage.Worker.Demo;
using Triage.Worker.Hosting;
using Triage.Worker.Input;
using Triage.Worker.Output;

namespace Triage.Worker.Commands;

/// <summary><c>triage demo</c>: the whole way of tickets on a temporary embedded queue, and what happened on it.</summary>
internal static class DemoCommand
{
    public static Command Declare()
    {
        var tickets = SampleTickets.Option();
        var json = CommonOptions.Json();
        return new Command("demo", "Triages sample tickets on a temporary queue of its own and shows what happened.") { tickets, json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Policy, cancellation);
                await using var input = InputFile.Open(invocation.Get(tickets)!);
                var report = await RunAsync(invocation, parts, input, cancellation);
                if (invocation.Get(json))
                {
                    invocation.Results.WriteJsonLine(report, DemoJson.Wire.DemoReport);
                }
                else
                {
                    DemoView.Write(invocation.Results.Tables, report);
                }

                return report.EveryTicketAccountedFor ? ExitCode.Done : ExitCode.Failed;
            });
    }

    private static async Task<DemoReport> RunAsync(
        Invocation invocation, Parts parts, Stream input, CancellationToken cancellation)
    {
        // Dead letters are expected here and shown later; the log would point to a queue that is gone by then.
        using var loggers = ConsoleLogs.CreateFactory(invocation.Configure([]), LogLevel.Error);
        using var progress = ProgressLine.OnTerminal(invocation.Error, invocation.Time);
        return await new DemoRun(parts, invocation.Time, loggers, progress).RunAsync(input, cancellation);
    }
}
