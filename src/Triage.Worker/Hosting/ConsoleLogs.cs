using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Triage.Worker.Hosting;

/// <summary>Logs on stderr: a line each, or JSON with <c>Logging:Console:FormatterName=json</c>. Levels are .NET's <c>Logging:LogLevel</c>.</summary>
internal static class ConsoleLogs
{
    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    /// <param name="least">The lowest level where the configuration names none.</param>
    public static ILoggerFactory CreateFactory(IConfiguration configuration, LogLevel least) =>
        LoggerFactory.Create(builder => builder.AddConsoleLogs(configuration, least));

    public static ILoggingBuilder AddConsoleLogs(this ILoggingBuilder builder, IConfiguration configuration, LogLevel least)
    {
        builder.ClearProviders();
        builder.SetMinimumLevel(least);
        builder.AddConfiguration(configuration.GetSection("Logging"));
        builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // Where nobody names a formatter, .NET takes its simple one with its old options, and not with those below.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(line =>
        {
            line.SingleLine = true;
            line.TimestampFormat = TimestampFormat;
            line.UseUtcTimestamp = true;
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(line =>
        {
            line.TimestampFormat = TimestampFormat;
            line.UseUtcTimestamp = true;
        });
        return builder;
    }
}
