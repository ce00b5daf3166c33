using System.CommandLine.Parsing;

namespace Triage.Worker.Settings;

/// <summary><c>--set Key=Value</c>.</summary>
internal static class CommandLineSettings
{
    private static readonly string[] Sections = ["Triage", "Logging"];

    public static void Validate(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (Problem(token.Value) is { } problem)
            {
                result.AddError(problem);
            }
        }
    }

    public static IEnumerable<KeyValuePair<string, string?>> Parse(IEnumerable<string> settings) =>
        settings.Select(Split);

    // A value may hold '=' itself: connection strings do.
    private static KeyValuePair<string, string?> Split(string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        return new(setting[..equals].Trim().Replace("__", ":", StringComparison.Ordinal), setting[(equals + 1)..]);
    }

    // Only the key is quoted: the value may be a secret.
    private static string? Problem(string setting)
    {
        if (setting.IndexOf('=', StringComparison.Ordinal) < 1)
            return "--set wants Key=Value, for example --set Triage:Sqlite:Path=./other.db.";

        string key = Split(setting).Key;
        return Sections.Any(s => key.StartsWith(s + ":", StringComparison.OrdinalIgnoreCase))
            ? null
            : $"--set {key}: settings start with 'Triage:' or 'Logging:'. Did you mean Triage:{key}?";
    }
}
