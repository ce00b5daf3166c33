using System.Globalization;
using Spectre.Console;

namespace Triage.Worker.Bench;

/// <summary>Shows a measurement to a person, each figure beside its limit.</summary>
internal static class BenchView
{
    /// <summary>What the project demands of itself.</summary>
    private const double LeastRatio = 0.8;

    public static void Write(IAnsiConsole console, BenchReport report)
    {
        var setting = report.Setting;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{setting.Model}[/] on {setting.Device}");
        console.MarkupLineInterpolated(
            $"[grey]{setting.Processors} processors, {setting.Tickets:N0} tickets of {setting.MeanTokens:0} tokens on average, {setting.Rounds} interleaved rounds[/]");
        console.WriteLine();
        console.Write(Throughput(report.Throughput));
        WriteLatency(console, report.Latency);
        WriteQueue(console, report);
    }

    private static Table Throughput(ThroughputFigures figures)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("[bold]Throughput[/]")
            .AddColumn(new TableColumn("[grey]median[/]").RightAligned().NoWrap())
            .AddColumn(new TableColumn("[grey]least to most[/]").RightAligned().NoWrap());
        Row("worker, queue to committed result", "bold", figures.Worker, "0.0");
        foreach (var bare in figures.Bare)
        {
            var isBest = bare.Batch == figures.BestBatch;
            Row($"bare model, batch {bare.Batch}{(isBest ? ": the limit" : "")}", isBest ? "bold" : "grey", bare.TicketsPerSecond, "0.0");
        }

        Row("worker ÷ limit", figures.Ratio.Median >= LeastRatio ? "bold green" : "bold red", figures.Ratio, "0.00");
        return table.Caption("[grey]tickets a second[/]");

        void Row(string name, string style, Spread spread, string format) => table.AddRow(
            $"[{style}]{name}[/]",
            $"[{style}]{Number(spread.Median, format)}[/]",
            $"[grey]{Number(spread.Least, format)} to {Number(spread.Most, format)}[/]");
    }

    private static void WriteLatency(IAnsiConsole console, LatencyFigures latency)
    {
        var ms = latency.Milliseconds;
        console.MarkupLineInterpolated(
            $"[bold]Latency[/] at {latency.TicketsPerSecond:0.0} tickets a second, half of what the worker can do [grey]({latency.Tickets:N0} tickets, random arrivals)[/]");
        console.MarkupLineInterpolated(
            $"  p50 [bold]{ms.P50:0} ms[/]  p95 [bold]{ms.P95:0} ms[/]  p99 [bold]{ms.P99:0} ms[/]  most {ms.Max:0} ms");
        console.MarkupLineInterpolated(
            $"  [grey]limit: {latency.BareMilliseconds:0.0} ms for one ticket in the bare model; up to {latency.LingerMilliseconds:0} ms more are waited for batch mates[/]");
        console.WriteLine();
    }

    private static void WriteQueue(IAnsiConsole console, BenchReport report)
    {
        var queue = report.Queue;
        console.MarkupLineInterpolated(
            $"[bold]Queue[/] alone {queue.CompletionsPerSecond:N0} completions a second, {queue.CompletionsPerSecond / report.Throughput.Worker.Median:N0} times what the worker asks of it");
        console.MarkupLineInterpolated(
            $"  [grey]limit: the disk confirms {queue.DiskFlushesPerSecond:N0} flushes a second; commits that wait together share one[/]");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
