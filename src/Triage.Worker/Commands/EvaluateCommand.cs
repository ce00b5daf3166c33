using System.CommandLine;
using System.Globalization;
using Triage.Worker.Composition;
using Triage.Worker.Evaluation;
using Triage.Worker.Input;
using Triage.Worker.Output;

namespace Triage.Worker.Commands;

/// <summary><c>triage evaluate FILE</c>: how good labels and decisions are, measured against labels that people gave.</summary>
internal static class EvaluateCommand
{
    private const int ShownProblems = 5;

    public static Command Declare()
    {
        var file = InputFile.Argument("Tickets with 'labels' (intent, sentiment, escalation, reasons), one JSON object a line.");
        var json = CommonOptions.Json();
        return new Command("evaluate", "Measures labels and decisions against the labels in a file.") { file, json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Policy, cancellation);
                await using var input = InputFile.Open(invocation.Get(file)!);
                var report = await EvaluateAsync(invocation, parts, input, cancellation);
                if (report.Lines.Evaluated == 0)
                {
                    throw new CommandException(NothingToEvaluate(report.Lines));
                }

                if (invocation.Get(json))
                {
                    invocation.Results.WriteJsonLine(report, EvaluationJson.Default.EvaluationReport);
                }
                else
                {
                    EvaluationView.Write(invocation.Results.Tables, report, parts.Policy.Model.Identity);
                }

                return ExitCode.Done;
            });
    }

    private static async Task<EvaluationReport> EvaluateAsync(
        Invocation invocation, Parts parts, Stream input, CancellationToken cancellation)
    {
        var scorecard = new Scorecard(parts.Policy.Model, parts.Policy.EscalationThreshold);
        var labeller = new LineLabeller(parts.Classifier, parts.Policy, parts.Settings.Pump.MaxInFlight);
        var problems = new List<LineProblem>();
        var (read, rejected, unlabelled) = (0, 0, 0);
        using var progress = ProgressLine.OnTerminal(invocation.Error, invocation.Time);
        await foreach (var line in labeller.LabelAsync(input, cancellation))
        {
            read++;
            string? problem;
            if (line is not LabelledTicket ticket)
            {
                problem = $"is no ticket ({((RejectedTicket)line).Rejection.Reason})";
                rejected++;
            }
            else if (TrueLabels.Read(line.Line.Bytes, parts.Policy.Model, out problem) is not { } truth)
            {
                unlabelled++;
            }
            else
            {
                scorecard.Add(truth, ticket.Labels, ticket.Decision);
            }

            if (problem is not null && problems.Count < ShownProblems)
            {
                problems.Add(new LineProblem(line.Line.Number, problem));
            }

            progress.Show($"{read:N0} lines evaluated");
        }

        return scorecard.ToReport(new LineCounts(read, scorecard.Count, rejected, unlabelled) { Problems = problems });
    }

    private static string NothingToEvaluate(LineCounts lines)
    {
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"None of the {lines.Read:N0} lines is a ticket with labels: {lines.Rejected:N0} are no tickets, {lines.Unlabelled:N0} have no usable labels.");
        return lines.Problems is [var first, ..] ? $"{what} Line {first.Line} {first.Problem}." : what;
    }
}
