using System.Diagnostics;
using System.Globalization;
using Triage.Testing;

namespace Triage.Benchmarks;

/// <summary>Peak resident memory of <c>triage run</c> over many distinct tickets, as the kernel counts it (Linux).</summary>
internal static class WorkerMemory
{
    public static async Task<int> MeasureAsync(int count)
    {
        var triage = Path.Combine(Repository.Root, "artifacts", "bin", "Triage.Worker", "release", "triage");
        var folder = Directory.CreateTempSubdirectory("triage-memory-");
        try
        {
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "tickets.jsonl"), SampleFiles.Distinct(count));
            using (var send = Start(triage, folder, "send", "tickets.jsonl"))
            {
                await send.WaitForExitAsync();
            }

            using var run = Start(triage, folder, "run", "--until-empty");
            var peak = 0L;
            while (!run.WaitForExit(TimeSpan.FromMilliseconds(500)))
            {
                peak = Math.Max(peak, PeakOf(run.Id));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"exit code {run.ExitCode}, {count:N0} distinct tickets, peak resident memory {peak / 1024.0:N0} MB"));
            return run.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string triage, DirectoryInfo folder, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(triage, arguments) { WorkingDirectory = folder.FullName })!;

    /// <summary>VmHWM in KiB; 0 where the process has just ended.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
