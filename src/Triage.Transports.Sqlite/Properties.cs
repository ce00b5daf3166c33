using System.Text.Json;
using System.Text.Json.Serialization;

namespace Triage.Transports.Sqlite;

/// <summary>Application properties as the file has them: a JSON object of strings.</summary>
internal static class Properties
{
    public static string Write(IReadOnlyDictionary<string, string> properties) =>
        JsonSerializer.Serialize(properties, PropertiesJson.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> Read(string json) =>
        JsonSerializer.Deserialize(json, PropertiesJson.Default.DictionaryStringString)!;
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PropertiesJson : JsonSerializerContext;
