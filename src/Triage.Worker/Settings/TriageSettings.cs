using Microsoft.Extensions.Configuration;
using Triage.Pump;
using Triage.Resilience;
using Triage.Transports.Sqlite;

namespace Triage.Worker.Settings;

/// <summary>Everything under <c>Triage</c>; a property is a key. Tunables belong to the part that they tune.</summary>
internal sealed record TriageSettings
{
    public TransportKind Transport { get; init; } = TransportKind.Sqlite;

    public SqliteOptions Sqlite { get; init; } = new();

    public ServiceBusSettings ServiceBus { get; init; } = new();

    public ModelSettings Model { get; init; } = new();

    public RulesSettings Rules { get; init; } = new();

    public RepliesSettings Replies { get; init; } = new();

    public PumpOptions Pump { get; init; } = new();

    public PipelineOptions Resilience { get; init; } = new();

    public HttpSettings Http { get; init; } = new();

    public TelemetrySettings Telemetry { get; init; } = new();

    /// <param name="problems">Receives every problem; for what is wrong the default stands in.</param>
    public static TriageSettings Read(IConfiguration configuration, ICollection<Problem> problems)
    {
        var reader = new SettingsReader(configuration);
        var settings = reader.Read<TriageSettings>("Triage");
        foreach (var problem in reader.Problems.Concat(settings.Validate()))
        {
            problems.Add(problem);
        }

        return settings;
    }

    private IEnumerable<Problem> Validate()
    {
        if (Http.Url is { } url && !(Uri.TryCreate(url.Replace("://+", "://any", StringComparison.Ordinal).Replace("://*", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme == "http"))
            yield return new("Triage:Http:Url", $"'{url}' is no address to listen on; write it as http://localhost:8080 or http://+:8080, or leave it empty for no listener.");
        if (Telemetry.Endpoint is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var otlp) && otlp.Scheme is "http" or "https"))
            yield return new("Triage:Telemetry:Endpoint", $"'{endpoint}' is no OTLP address; write it as http://collector:4317, or leave it empty for none.");
    }
}

internal enum TransportKind { Sqlite, ServiceBus }

internal sealed record ServiceBusSettings
{
    /// <summary>With keys; for the emulator and trials.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>For example <c>contoso.servicebus.windows.net</c>; signs in as the workload's own identity.</summary>
    public string? FullyQualifiedNamespace { get; init; }
}

internal sealed record ModelSettings
{
    /// <summary>The bundle's folder. Null for the one beside the executable.</summary>
    public string? Path { get; init; }

    public string ResolvedPath => Path ?? System.IO.Path.Combine(AppContext.BaseDirectory, "models", "triage-en");
}

internal sealed record RulesSettings
{
    /// <summary>The rules' file. Null for the sample beside the executable.</summary>
    public string? Path { get; init; }

    public string ResolvedPath => Path ?? System.IO.Path.Combine(AppContext.BaseDirectory, "rules", "rules.json");
}

internal sealed record RepliesSettings
{
    /// <summary>True sends automatic replies also to customers of whom nobody knows how many they had today.</summary>
    public bool AllowUncounted { get; init; }
}

internal sealed record HttpSettings
{
    /// <summary>Where health answers, for example <c>http://+:8080</c>. Null: no listener.</summary>
    public string? Url { get; init; }
}

internal sealed record TelemetrySettings
{
    /// <summary>Where metrics and traces go by OTLP. Null: to the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or nowhere.</summary>
    public string? Endpoint { get; init; }
}
