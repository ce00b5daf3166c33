using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Triage.Pump;
using Triage.Worker.Composition;
using Triage.Worker.Hosting;

namespace Triage.Worker.Commands;

/// <summary><c>triage run</c>: the worker, until it is stopped.</summary>
internal static class RunCommand
{
    /// <summary>
    /// How long the process waits for its end after held tickets were given up. A native run that hangs must not keep it:
    /// its locks expire, and the tickets are delivered again.
    /// </summary>
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(5);

    public static Command Declare()
    {
        var untilEmpty = new Option<bool>("--until-empty") { Description = "Ends when nothing waits, is locked or scheduled." };
        return new Command("run", "Triages tickets from the queue until stopped. The first Ctrl+C or SIGTERM finishes what is held; the second abandons it.") { untilEmpty }
            .Does(async (invocation, first) =>
            {
                invocation.LeastLogged = LogLevel.Information;
                bool settled;
                try
                {
                    var parts = await invocation.ComposeAsync(Needs.Transport | Needs.LivePolicy, first);
                    await parts.Transport.CheckAsync(first);
                    settled = await RunAsync(invocation, parts, invocation.Get(untilEmpty), first, invocation.Signals.Second);
                }
                catch (OperationCanceledException) when (first.IsCancellationRequested)
                {
                    // Stopped before it began: nothing was held, so nothing is left undone.
                    return ExitCode.Done;
                }

                if (!settled)
                {
                    // Disposing the parts would wait for the run of the model, which may be what does not end.
                    Environment.Exit(ExitCode.Failed);
                }

                return ExitCode.Done;
            });
    }

    /// <returns>True where everything held was settled.</returns>
    private static async Task<bool> RunAsync(
        Invocation invocation, Parts parts, bool untilEmpty, CancellationToken stop, CancellationToken abandon)
    {
        using var host = WorkerHost.Build(invocation.Configure([]), parts, invocation.Time);
        var pump = host.Services.GetRequiredService<TicketPump>();
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Triage.Worker");
        LogStart(logger, parts);
        await host.StartAsync(stop);

        var started = invocation.Time.GetTimestamp();
        using var draining = stop.Register(() => host.Services.GetService<Readiness>()?.Drains());
        var running = pump.RunAsync(untilEmpty, stop, abandon);
        bool settled = await EndAsync(running, parts.Settings.Pump.DrainTimeout, stop, abandon);

        var elapsed = invocation.Time.GetElapsedTime(started);
        invocation.Error.WriteLine(Summary(pump.Counts, elapsed, settled));
        if (settled)
            await host.StopAsync(CancellationToken.None);
        return settled;
    }

    /// <returns>True where the pump settled everything; false where it gave something up, or hangs.</returns>
    private static async Task<bool> EndAsync(
        Task<bool> running, TimeSpan drainTimeout, CancellationToken stop, CancellationToken abandon)
    {
        using var deadline = new CancellationTokenSource();
        using var stopped = stop.Register(() => deadline.CancelAfter(drainTimeout + LastGrace));
        using var abandoned = abandon.Register(() => deadline.CancelAfter(LastGrace));
        try
        {
            return await running.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return false;
        }
    }

    private static void LogStart(ILogger logger, Parts parts)
    {
        var model = parts.Classifier.Model.Identity;
        Log.Starting(logger, BuildParts.Version, model.Name, model.Version, parts.Policy.Rules.Path);
        if (parts.Policy.Rules.Sample)
            Log.SampleRules(logger);
        if (parts.Settings.Http.Url is { } url)
            Log.HealthListens(logger, url);
    }

    private static string Summary(PumpCounts counts, TimeSpan elapsed, bool settled)
    {
        double rate = counts.Completed / Math.Max(elapsed.TotalSeconds, 0.001);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Completed:N0} completed, {counts.DeadLettered:N0} dead-lettered, {counts.Abandoned + counts.GivenUp:N0} given back, {counts.LocksLost:N0} locks lost in {elapsed.TotalSeconds:N1} s ({rate:N1} a second).")
            + (settled ? "" : " Not everything held was settled; the rest is delivered again.");
    }
}
