using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Triage.Worker.Composition;
using Triage.Worker.Settings;

namespace Triage.Worker.Hosting;

/// <summary>Metrics and traces by OTLP, only where an endpoint is configured. Protocol, headers and the like are OpenTelemetry's own <c>OTEL_*</c> variables.</summary>
internal sealed class TelemetryExport(TelemetrySettings settings, ILogger<TelemetryExport> logger) : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Given the way the exporter reads it, not set on its options: only so does it add the path of each signal for HTTP.
        var standard = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings.Endpoint is { } own ? [new(EndpointVariable, own)] : [])
            .Build();
        if (standard[EndpointVariable] is not { } endpoint || string.IsNullOrWhiteSpace(endpoint))
            return Task.CompletedTask;

        var resource = ResourceBuilder.CreateDefault();
        if (Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is null)
            resource.AddService("triage", serviceVersion: BuildParts.Version);
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(standard))
            .SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(standard))
            .SetResourceBuilder(resource).AddMeter(Telemetry.Name).AddOtlpExporter().Build();
        Log.TelemetryExports(logger, endpoint);
        return Task.CompletedTask;
    }

    // Disposing flushes, and the pump has ended by then.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}

internal static class TelemetryServices
{
    public static void AddTriageTelemetry(this IServiceCollection services, TelemetrySettings settings) => services
        .AddSingleton(settings)
        .AddHostedService<TelemetryExport>();
}
