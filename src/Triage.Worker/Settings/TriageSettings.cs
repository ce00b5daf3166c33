using Microsoft.Extensions.Configuration;
using Triage.Inference;
using Triage.Pump;
using Triage.Resilience;
using Triage.Transports;
using Triage.Transports.Sqlite;

namespace Triage.Worker.Settings;

/// <summary>Everything under <c>Triage</c>; a property is a key. Tunables belong to the part that they tune.</summary>
internal sealed record TriageSettings
{
    public TransportKind Transport { get; init; } = TransportKind.Sqlite;

    public SqliteOptions Sqlite { get; init; } = new();

    public DeliveryOptions Delivery { get; init; } = new();

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
        foreach (string invalid in Sqlite.Validate().Concat(Model.ToOptions().Problems().Select(p => "Triage:Model:" + p)))
        {
            // Both begin with the key.
            int space = invalid.IndexOf(' ', StringComparison.Ordinal);
            yield return new(invalid[..space], invalid[(space + 1)..]);
        }

        if (Delivery.Problem() is { } problem)
            yield return new("Triage:Delivery:DuplicateWindow", problem);

        // Kestrel takes + and * for every address.
        if (Http.Url is { } url && !IsAddress(url.Replace("//+", "//any", StringComparison.Ordinal).Replace("//*", "//any", StringComparison.Ordinal)))
            yield return new("Triage:Http:Url", $"'{url}' is no address to listen on; write it as http://localhost:8080 or http://+:8080, or leave it empty for no listener.");
        if (Telemetry.Endpoint is { } endpoint && !IsAddress(endpoint))
            yield return new("Triage:Telemetry:Endpoint", $"'{endpoint}' is no OTLP address; write it as http://collector:4317, or leave it empty.");
    }

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}

internal enum TransportKind { Sqlite, ServiceBus }

internal sealed record ServiceBusSettings
{
    /// <summary>With keys; for the emulator and trials.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>For example <c>contoso.servicebus.windows.net</c>; signs in as the workload's own identity.</summary>
    public string? FullyQualifiedNamespace { get; init; }
}

/// <summary>The bundle and how it is run; limits and meaning are those of <see cref="ClassifierOptions"/>.</summary>
internal sealed record ModelSettings
{
    private static readonly ClassifierOptions Defaults = new() { BundlePath = Beside("models", "triage-en") };

    /// <summary>The bundle's folder. Null for the one beside the executable.</summary>
    public string? Path { get; init; }

    public InferenceDevice Device { get; init; } = Defaults.Device;

    public int MaxBatch { get; init; } = Defaults.MaxBatch;

    public int? TokenBudget { get; init; } = Defaults.TokenBudget;

    public TimeSpan Linger { get; init; } = Defaults.Linger;

    public TimeSpan Timeout { get; init; } = Defaults.Timeout;

    public int? IntraOpThreads { get; init; } = Defaults.IntraOpThreads;

    public int QueueCapacity { get; init; } = Defaults.QueueCapacity;

    public ClassifierOptions ToOptions() => new()
    {
        BundlePath = Path ?? Defaults.BundlePath,
        Device = Device,
        MaxBatch = MaxBatch,
        TokenBudget = TokenBudget,
        Linger = Linger,
        Timeout = Timeout,
        IntraOpThreads = IntraOpThreads,
        QueueCapacity = QueueCapacity,
    };

    internal static string Beside(params string[] path) => System.IO.Path.Combine([AppContext.BaseDirectory, .. path]);
}

internal sealed record RulesSettings
{
    /// <summary>The rules' file. Null for the sample beside the executable.</summary>
    public string? Path { get; init; }

    public string ResolvedPath => Path ?? ModelSettings.Beside("rules", "rules.json");
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
