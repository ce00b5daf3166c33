using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Triage.Publishing;
using Triage.Pump;
using Triage.Tickets;
using Triage.Worker.Composition;

namespace Triage.Worker.Hosting;

/// <summary>
/// The Generic Host around the pump: logs, health, telemetry. The pump itself is run by the command, which awaits it and so
/// sees every fault; a background service that fails leaves a host that exits with 0.
/// </summary>
internal static class WorkerHost
{
    public static IHost Build(IConfiguration configuration, Parts parts, TimeProvider time)
    {
        // Empty: configuration and signals are read already, and nothing of ASP.NET's own is loaded where nobody listens.
        if (parts.Settings.Http.Url is not { } url)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            AddWorker(plain, configuration, parts, time);
            return plain.Build();
        }

        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddWorker(web, configuration, parts, time);
        web.WebHost.UseKestrelCore().UseUrls(url);
        web.Services.AddRoutingCore().AddTriageHealth();
        var application = web.Build();
        application.MapTriageHealth();
        return application;
    }

    private static void AddWorker(IHostApplicationBuilder builder, IConfiguration configuration, Parts parts, TimeProvider time)
    {
        builder.Logging.AddConsoleLogs(configuration, LogLevel.Information);
        builder.Services
            .AddSingleton<IHostLifetime, CommandLifetime>()
            .AddSingleton(time)
            .AddSingleton(parts)
            .AddSingleton(provider => new TicketPump(
                parts.Transport, new TicketReader(), parts.Classifier, parts.Policy, new DecisionEvents(parts.Policy), parts.Pipelines,
                parts.Settings.Pump, time, provider.GetRequiredService<ILogger<TicketPump>>()))
            .AddTriageTelemetry(parts.Settings.Telemetry);
    }

    /// <summary>The command starts and stops the host; the host leaves signals alone.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
