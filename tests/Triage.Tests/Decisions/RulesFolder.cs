using System.Text.Json;
using System.Text.Json.Nodes;
using Triage.Decisions;

namespace Triage.Tests.Decisions;

/// <summary>A copy of the shipped rules in a folder of its own, changed as a test needs it.</summary>
internal sealed class RulesFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("triage-rules-").FullName;

    public RulesFolder(Action<JsonObject>? change = null)
    {
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(Shipped, "templates"), "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(_folder, System.IO.Path.GetRelativePath(Shipped, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var rules = Parse(File.ReadAllText(System.IO.Path.Combine(Shipped, "rules.json")));
        change?.Invoke(rules);
        Json = rules.ToJsonString();
        WriteRules(Json);
    }

    public static string Shipped { get; } = System.IO.Path.Combine(Repository.Root, "src", "Triage.Worker", "rules");

    public string Path => System.IO.Path.Combine(_folder, "rules.json");

    public string Json { get; }

    /// <summary>The shipped rules as they are.</summary>
    public static Rules LoadShipped() => Rules.Load(System.IO.Path.Combine(Shipped, "rules.json"));

    public static JsonObject Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    })!.AsObject();

    public void WriteRules(string text) => File.WriteAllText(Path, text);

    public void WriteTemplate(string place, string text)
    {
        var file = System.IO.Path.Combine(_folder, "templates", place);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void DeleteTemplate(string place) => File.Delete(System.IO.Path.Combine(_folder, "templates", place));

    public Rules Load() => Rules.Load(Path);

    public IReadOnlyList<RulesProblem> Problems() => Assert.Throws<RulesException>(Load).Problems;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
