using System.CommandLine;
using System.CommandLine.Parsing;
using Triage.Worker.Settings;

namespace Triage.Worker.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>Settings from the command line, which win over environment and file. On the root, for every command.</summary>
    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "A setting, for example Triage:Sqlite:Path=./other.db. May be repeated.",
        HelpName = "Key=Value",
        Recursive = true,
        Validators = { result => CommandLineSettings.Validate(result) },
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for machines instead of a table." };

    public static Option<TimeSpan> Duration(string name, TimeSpan byDefault, string description) => new(name)
    {
        Description = $"{description} Default {Durations.Format(byDefault)}.",
        HelpName = "TIME",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            if (!Durations.TryParse(result.Tokens[0].Value, out var duration))
                result.AddError($"{name} {result.Tokens[0].Value}: {Durations.Forms}.");
            return duration;
        },
    };

    public static void AtLeastOne(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() < 1)
            result.AddError($"{result.Option.Name} must be at least 1.");
    }
}
