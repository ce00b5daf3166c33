using System.Globalization;
using Spectre.Console;
using Triage.Classification;

namespace Triage.Worker.Evaluation;

/// <summary>Shows a report to a person: the verdict first, then label by label, the weakest first.</summary>
internal static class EvaluationView
{
    private const int BarWidth = 20;

    public static void Write(IAnsiConsole console, EvaluationReport report, ModelIdentity model)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"[bold]{report.Lines.Evaluated:N0} labelled tickets[/] [grey]by {model.Name} {model.Version} ({model.Digest[..12]})[/]");
        WriteProblems(console, report.Lines);
        console.Write(Summary(report));
        console.Write(Labels("Intent", report.Intent.Classes, console.Profile.Width));
        console.Write(Labels("Sentiment", report.Sentiment.Classes, console.Profile.Width));
        console.Write(Labels("Escalation reason", report.Reasons.Codes, console.Profile.Width));
    }

    private static void WriteProblems(IAnsiConsole console, LineCounts lines)
    {
        if (lines.Problems.Count == 0)
        {
            return;
        }

        console.MarkupLineInterpolated(
            $"[yellow]{lines.Rejected + lines.Unlabelled:N0} of {lines.Read:N0} lines were left out[/]: {lines.Rejected:N0} no tickets, {lines.Unlabelled:N0} without usable labels");
        foreach (var problem in lines.Problems)
        {
            console.MarkupLineInterpolated($"[grey]  line {problem.Line} {problem.Problem}[/]");
        }

        var more = lines.Rejected + lines.Unlabelled - lines.Problems.Count;
        if (more > 0)
        {
            console.MarkupLineInterpolated($"[grey]  and {more:N0} more[/]");
        }
    }

    private static Grid Summary(EvaluationReport report)
    {
        var escalation = report.Escalation.AtThreshold;
        var replies = report.Replies;
        var safe = replies.EscalatingAnswered.Hits == 0;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn());
        grid.AddEmptyRow();
        Row("Intent", $"accuracy [bold]{Score(report.Intent.Accuracy)}[/]  top 3 {Score(report.Intent.Top3Accuracy)}  macro-F1 {Score(report.Intent.MacroF1)}  calibration error {Score(report.Intent.CalibrationError)}");
        Row("Sentiment", $"accuracy [bold]{Score(report.Sentiment.Accuracy)}[/]  macro-F1 {Score(report.Sentiment.MacroF1)}  calibration error {Score(report.Sentiment.CalibrationError)}");
        Row("Escalation", $"average precision [bold]{Score(report.Escalation.AveragePrecision)}[/]  at {Score(report.Escalation.Threshold)}: precision {Score(escalation.Precision)}, recall {Score(escalation.Recall)}");
        Row("Reasons", $"macro-F1 [bold]{Score(report.Reasons.MacroF1)}[/]  micro-F1 {Score(report.Reasons.MicroF1)}");
        Row("Decided without a person", $"[bold]{Percent(report.Coverage)}[/], of these right {Of(report.CoveredPrecision)}");
        Row("Answered automatically", $"[bold]{Percent(replies.Answered.Share)}[/], of these right {Of(replies.Precision)}");
        Row(
            "Escalating, yet answered",
            $"[{(safe ? "green" : "red")}]{replies.EscalatingAnswered.Hits:N0} of {replies.EscalatingAnswered.Of:N0}[/] [grey](95 % interval up to {Percent(replies.EscalatingAnswered.High)})[/]");
        return grid.AddEmptyRow();

        void Row(string name, FormattableString markup) =>
            grid.AddRow(new Text(name), new Markup(markup.ToString(CultureInfo.InvariantCulture)));
    }

    private static Table Labels(string heading, IReadOnlyList<ClassScore> scores, int width)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn($"[bold]{heading}[/]").Width(25).NoWrap());
        foreach (var column in new[] { "tickets", "precision", "recall", "F1" })
        {
            table.AddColumn(new TableColumn($"[grey]{column}[/]").RightAligned().NoWrap());
        }

        var withBars = width >= 90;
        if (withBars)
        {
            table.AddColumn(new TableColumn("").Width(BarWidth));
        }

        foreach (var score in scores.Where(s => s.F1 is not null).OrderBy(s => s.F1))
        {
            string[] cells = [Markup.Escape(score.Label), $"{score.Support:N0}", Score(score.Precision), Score(score.Recall), Score(score.F1)];
            table.AddRow(withBars ? [.. cells, Bar(score.F1!.Value)] : cells);
        }

        return table;
    }

    private static string Bar(double share)
    {
        var full = (int)Math.Round(share * BarWidth);
        var colour = share >= 0.8 ? "green" : share >= 0.6 ? "yellow" : "red";
        return $"[{colour}]{new string('━', full)}[/][grey]{new string('·', BarWidth - full)}[/]";
    }

    private static string Of(Proportion proportion) =>
        $"{Percent(proportion.Share)} [grey]({Percent(proportion.Low)} to {Percent(proportion.High)})[/]";

    private static string Score(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    private static string Percent(double? value) => value is { } share ? $"{100 * share:0.0} %" : "–";
}
