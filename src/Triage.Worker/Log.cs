using Microsoft.Extensions.Logging;

namespace Triage.Worker;

/// <summary>Log lines of the process, event ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Triage {Version} starts with the model {Model} {ModelVersion} and the rules {Rules}")]
    public static partial void Starting(ILogger logger, string version, string model, string modelVersion, string rules);

    [LoggerMessage(4001, LogLevel.Warning, "The rules are those of a sample company: replies are suggested at most. Write your own and set Triage:Rules:Path")]
    public static partial void SampleRules(ILogger logger);

    [LoggerMessage(4002, LogLevel.Information, "Health answers on {Url}")]
    public static partial void HealthListens(ILogger logger, string url);

    [LoggerMessage(4003, LogLevel.Information, "Metrics and traces go to {Endpoint}")]
    public static partial void TelemetryExports(ILogger logger, string endpoint);
}
