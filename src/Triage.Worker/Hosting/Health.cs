using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Triage.Transports;
using Triage.Worker.Composition;

namespace Triage.Worker.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can work on tickets. What it depends on is never part
/// of liveness: restarting the worker mends no broker.
/// </summary>
internal static class Health
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static void AddTriageHealth(this IServiceCollection services) => services
        .AddSingleton<Readiness>()
        .AddHealthChecks()
        .AddCheck<Readiness>("worker")
        .AddCheck<TransportReachable>("transport", timeout: Limit)
        .AddCheck<CircuitsClosed>("circuits");

    public static void MapTriageHealth(this WebApplication application)
    {
        application.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        application.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("status", report.Status == HealthStatus.Healthy ? "ok" : "failed");
        json.WriteStartObject("parts");
        foreach (var (name, part) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", part.Status == HealthStatus.Healthy ? "ok" : "failed");
            if (part.Description is { } detail)
                json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static HealthCheckResult Failed(string detail) => HealthCheckResult.Unhealthy(detail);

    private sealed class TransportReachable(Parts parts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await parts.Transport.CheckAsync(cancellationToken);
                return HealthCheckResult.Healthy(parts.Transport.Name);
            }
            catch (TransportException e)
            {
                return Failed(e.Message);
            }
        }
    }

    private sealed class CircuitsClosed(Parts parts) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var open = parts.Pipelines.Circuits.Where(c => c.IsOpen).Select(c => c.Name).ToArray();
            return Task.FromResult(open.Length == 0 ? HealthCheckResult.Healthy() : Failed("open: " + string.Join(", ", open)));
        }
    }
}

/// <summary>The worker's own part in readiness: false while it drains, so that nobody counts on it. Its model is warmed up before it exists.</summary>
internal sealed class Readiness : IHealthCheck
{
    private volatile bool _isDraining;

    public void Drains() => _isDraining = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isDraining ? HealthCheckResult.Unhealthy("draining") : HealthCheckResult.Healthy("model warmed up, receiving"));
}
