using Microsoft.Extensions.Logging;

namespace Triage.Inference;

/// <summary>Log lines of the inference, event ids 2000 to 2099. Never a ticket's text.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Model {Name} {Version} runs on {Device}: {Reason}.")]
    public static partial void ModelReady(ILogger logger, string name, string version, string device, string reason);

    [LoggerMessage(2001, LogLevel.Error, "The model cannot infer at present ({FailedProbes} failures of a known text in a row); {Tickets} tickets go back to the queue. It is opened anew after the second.")]
    public static partial void SessionBroken(ILogger logger, int tickets, int failedProbes, Exception cause);

    [LoggerMessage(2002, LogLevel.Warning, "The model was opened anew after {FailedProbes} failures of a known text in a row.")]
    public static partial void SessionReopened(ILogger logger, int failedProbes);
}
