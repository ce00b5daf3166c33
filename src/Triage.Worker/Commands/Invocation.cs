using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Triage.Worker.Composition;
using Triage.Worker.Hosting;
using Triage.Worker.Output;
using Triage.Worker.Settings;

namespace Triage.Worker.Commands;

/// <summary>One run of a command: what was asked on the command line, and where its settings, parts, results and logs come from and go to.</summary>
internal sealed class Invocation(ParseResult arguments, Signals signals) : IAsyncDisposable
{
    private readonly List<Parts> _composed = [];
    private ILoggerFactory? _loggers;
    private ResultWriter? _results;

    public Signals Signals => signals;

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Progress and questions, for people.</summary>
    public TextWriter Error { get; } = Console.Error;

    /// <summary>Results on stdout: text, tables, JSON.</summary>
    public ResultWriter Results => _results ??= new ResultWriter();

    /// <summary>The lowest level that is logged where the configuration names none. One-shot commands only warn.</summary>
    public LogLevel LeastLogged { get; set; } = LogLevel.Warning;

    /// <summary>Logs, on stderr.</summary>
    public ILoggerFactory Loggers => _loggers ??= ConsoleLogs.CreateFactory(Configure([]), LeastLogged);

    public T? Get<T>(Option<T> option) => arguments.GetValue(option);

    public T? Get<T>(Argument<T> argument) => arguments.GetValue(argument);

    /// <summary>File, environment and command line, in that order; <paramref name="overrides"/> win over all of them.</summary>
    public IConfigurationRoot Configure(IEnumerable<KeyValuePair<string, string?>> overrides) =>
        SettingsSources.Read([.. CommandLineSettings.Parse(arguments.GetValue(CommonOptions.Set) ?? []), .. overrides]);

    /// <summary>Makes the parts that a command needs from the settings; they live as long as the invocation.</summary>
    /// <param name="overrides">Settings that the command itself fixes, for example <c>Triage:Sqlite:Path</c> of a queue of its own.</param>
    /// <exception cref="ConfigurationException">Every problem of every part that was asked for.</exception>
    public async Task<Parts> ComposeAsync(
        Needs needs, CancellationToken cancellation, params IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var parts = await Composer.ComposeAsync(Configure(overrides), needs, Loggers, Time, cancellation);
        _composed.Add(parts);
        return parts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var parts in _composed)
        {
            await parts.DisposeAsync();
        }

        _results?.Dispose();
        _loggers?.Dispose();
    }
}
