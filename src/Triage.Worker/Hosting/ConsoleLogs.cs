using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Triage.Worker.Hosting;

/// <summary>Logs on stderr: a line each, or JSON with <c>Logging:Console:FormatterName=json</c>. Levels are .NET's <c>Logging:LogLevel</c>.</summary>
internal static class ConsoleLogs
{
    /// <param name="least">The lowest level where the configuration names none.</param>
    public static ILoggerFactory CreateFactory(IConfiguration configuration, LogLevel least) =>
        LoggerFactory.Create(builder => builder.AddConsoleLogs(configuration, least));

    public static ILoggingBuilder AddConsoleLogs(this ILoggingBuilder builder, IConfiguration configuration, LogLevel least)
    {
        builder.ClearProviders();
        builder.SetMinimumLevel(least);
        builder.AddSimpleConsole(line =>
        {
            line.SingleLine = true;
            line.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            line.UseUtcTimestamp = true;
        });
        builder.AddJsonConsole(line =>
        {
            line.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            line.UseUtcTimestamp = true;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // After the code above, so that it has the last word.
        builder.AddConfiguration(configuration.GetSection("Logging"));
        return builder;
    }
}
