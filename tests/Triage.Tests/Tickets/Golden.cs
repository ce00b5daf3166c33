using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Triage.Tests.Tickets;

/// <summary>
/// Cases in <c>golden/*.json</c>: inputs with what is expected of them. With TRIAGE_UPDATE_GOLDEN=1 the expectations are
/// written anew instead of compared; the difference is then reviewed like code.
/// </summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Runs every case of a file; all differences are reported at once.</summary>
    /// <param name="actualOf">The members that the case should have, by name.</param>
    public static void Check(string file, Func<JsonObject, IReadOnlyDictionary<string, JsonNode?>> actualOf)
    {
        var path = Path.Combine(Folder(), file);
        var cases = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
        var differences = new List<string>();
        foreach (var item in cases)
        {
            var given = item!.AsObject();
            foreach (var (name, actual) in actualOf(given))
            {
                if (!JsonNode.DeepEquals(given[name], actual))
                {
                    differences.Add($"{given["about"] ?? given["text"]}\n  {name} expected {Text(given[name])}\n  {name} actual   {Text(actual)}");
                    given[name] = actual;
                }
            }
        }

        if (Environment.GetEnvironmentVariable("TRIAGE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, cases.ToJsonString(Readable) + "\n");
            return;
        }

        Assert.NotEmpty(cases);
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    /// <summary>A text: a string, or one string a line.</summary>
    public static string Lines(JsonNode? text) =>
        text is JsonArray lines ? string.Join('\n', lines.Select(line => line!.GetValue<string>())) : text?.GetValue<string>() ?? "";

    public static JsonArray Lines(string text) => [.. text.Split('\n').Select(line => (JsonNode?)line)];

    private static string Text(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";

    private static string Folder() => Path.Combine(Repository.Root, "tests", "Triage.Tests", "Tickets", "golden");
}
