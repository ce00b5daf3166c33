using System.CommandLine;

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
        Validators = { result => Settings.CommandLineSettings.Validate(result) },
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for machines instead of a table." };
}
