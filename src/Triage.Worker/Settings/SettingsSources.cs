using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Triage.Worker.Settings;

/// <summary>Where settings come from, later ones winning: file beside the executable, environment, command line.</summary>
internal static class SettingsSources
{
    public static IConfigurationRoot Read(IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true)
                .AddJsonFile($"appsettings.{Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production"}.json", optional: true)
                .AddEnvironmentVariables()
                .Add(new MemoryConfigurationSource { InitialData = LastWins(commandLine) })
                .Build();
        }
        catch (InvalidDataException e)
        {
            // The file's name is in the outer message, line and position in the inner one.
            throw new ConfigurationException([new("appsettings.json", $"{e.Message} {e.InnerException?.Message}")]);
        }
    }

    private static Dictionary<string, string?> LastWins(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return values;
    }
}
