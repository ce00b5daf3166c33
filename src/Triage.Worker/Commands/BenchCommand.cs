using System.CommandLine;
using Triage.Inference;
using Triage.Worker.Bench;
using Triage.Worker.Composition;
using Triage.Worker.Input;
using Triage.Worker.Output;

namespace Triage.Worker.Commands;

/// <summary><c>triage bench</c>: how fast the worker is on this machine, as a ratio to what the model alone can do.</summary>
internal static class BenchCommand
{
    public static Command Declare()
    {
        var tickets = SampleTickets.Option();
        var count = new Option<int?>("--count")
        {
            Description = "Tickets of a pass; the file is repeated until there are so many. Default: what the bare model does in 3 s, at least 256.",
            HelpName = "N",
            Validators = { CommonOptions.AtLeastOne },
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Interleaved rounds.", HelpName = "N", DefaultValueFactory = _ => 5, Validators = { CommonOptions.AtLeastOne },
        };
        var json = CommonOptions.Json();
        return new Command("bench", "Measures throughput and latency on this machine, as ratios to the bare model.") { tickets, count, rounds, json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Policy, cancellation);
                await using var input = InputFile.Open(invocation.Get(tickets)!);
                var loaded = await BenchTickets.LoadAsync(input, cancellation);
                var report = await RunAsync(invocation, parts, loaded, invocation.Get(count), invocation.Get(rounds), cancellation);
                if (invocation.Get(json))
                {
                    invocation.Results.WriteJsonLine(report, BenchJson.Default.BenchReport);
                }
                else
                {
                    BenchView.Write(invocation.Results.Tables, report);
                }

                return ExitCode.Done;
            });
    }

    private static async Task<BenchReport> RunAsync(
        Invocation invocation, Parts parts, BenchTickets tickets, int? count, int rounds, CancellationToken cancellation)
    {
        // Its largest batches exceed what the worker runs at once, and a slow machine is to be measured, not refused.
        using var model = new BareModel(parts.Settings.Model.ToOptions() with { Timeout = TimeSpan.FromMinutes(10) }, invocation.Time);
        using var progress = ProgressLine.OnTerminal(invocation.Error, invocation.Time);
        return await new BenchRun(parts, model, invocation.Time, invocation.Loggers, progress).RunAsync(tickets, count, rounds, cancellation);
    }
}
