using System.CommandLine;
using Triage.Publishing;
using Triage.Worker.Composition;
using Triage.Worker.Input;
using Triage.Worker.Output;

namespace Triage.Worker.Commands;

/// <summary><c>triage classify FILE</c>: labels tickets without any queue, a JSON line for each line.</summary>
internal static class ClassifyCommand
{
    public static Command Declare()
    {
        var file = InputFile.Argument("Tickets, one JSON object a line.");
        var output = new Option<string>("--out") { Description = "Write to this file instead of stdout.", HelpName = "FILE" };
        return new Command("classify", "Labels tickets without any queue: a JSON line for each line, in order.") { file, output }
            .Does(async (invocation, cancellation) =>
            {
                var (from, to) = (invocation.Get(file)!, invocation.Get(output));
                if (to is not null && Path.GetFullPath(from) == Path.GetFullPath(to))
                {
                    throw new CommandException($"'{to}' would be overwritten while it is read. Give --out another file.");
                }

                var parts = await invocation.ComposeAsync(Needs.Policy, cancellation);
                var labeller = new LineLabeller(parts.Classifier, parts.Policy, parts.Settings.Pump.MaxInFlight);
                await using var input = InputFile.Open(from);
                if (to is null)
                {
                    await WriteAsync(invocation.Results);
                }
                else
                {
                    await using var stream = File.Create(to);
                    using var results = new ResultWriter(stream, isRedirected: true);
                    await WriteAsync(results);
                }

                return ExitCode.Done;

                async Task WriteAsync(ResultWriter results)
                {
                    using var progress = ProgressLine.OnTerminal(invocation.Error, invocation.Time);
                    await foreach (var line in labeller.LabelAsync(input, cancellation))
                    {
                        switch (line)
                        {
                            case LabelledTicket ticket:
                                var classified = ClassifiedTicket.From(ticket.Ticket, ticket.Labels, ticket.Decision, parts.Policy);
                                results.WriteJsonLine(classified, TriageJson.Wire.ClassifiedTicket);
                                break;
                            case RejectedTicket rejected:
                                results.WriteJsonLine(RejectedLine.From(rejected.Rejection, (int)line.Line.Number), TriageJson.Wire.RejectedLine);
                                break;
                        }

                        progress.Show($"{line.Line.Number:N0} lines classified");
                    }
                }
            });
    }
}
