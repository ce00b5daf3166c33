using System.Text.Json;
using System.Text.RegularExpressions;

namespace Triage.Tests;

/// <summary>
/// A contract in <c>docs/contracts</c>, and the part of JSON Schema 2020-12 that the contracts use. A keyword outside that part
/// throws, so that no line of a contract goes unchecked.
/// </summary>
internal sealed class ContractSchema(JsonElement root)
{
    public static ContractSchema Load(string name) => new(JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "docs", "contracts", $"{name}.schema.json"))).RootElement);

    /// <summary>What is wrong, each with its place; empty where the JSON is valid.</summary>
    public IReadOnlyList<string> Errors(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Check(root, document.RootElement, "$")];
    }

    /// <summary>The sub-schema at a path of keywords and property names.</summary>
    public JsonElement At(params string[] path) => path.Aggregate(root, (at, key) => at.GetProperty(key));

    private bool IsValid(JsonElement schema, JsonElement value) => !Check(schema, value, "").Any();

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string place)
    {
        if (schema.ValueKind == JsonValueKind.False)
        {
            return [$"{place} is not allowed"];
        }

        return schema.ValueKind == JsonValueKind.True
            ? []
            : schema.EnumerateObject().SelectMany(keyword => CheckKeyword(schema, keyword.Name, keyword.Value, value, place));
    }

    private IEnumerable<string> CheckKeyword(JsonElement schema, string keyword, JsonElement limit, JsonElement value, string place)
    {
        IEnumerable<string> Unless(bool holds) => holds ? [] : [$"{place} breaks {keyword} {limit.GetRawText()}"];
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        double? number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        JsonProperty[] members = value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject()] : [];
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

        switch (keyword)
        {
            case "$schema" or "$defs" or "title" or "description" or "default" or "format" or "then" or "else":
                return [];
            case "$ref":
                return Check(limit.GetString()!.Split('/')[1..].Aggregate(root, (at, key) => at.GetProperty(key)), value, place);
            case "type":
                return Unless(Texts(limit).Any(type => IsOfType(value, type)));
            case "const":
                return Unless(JsonElement.DeepEquals(limit, value));
            case "enum":
                return Unless(limit.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)));
            case "required":
                return Unless(value.ValueKind != JsonValueKind.Object || Texts(limit).All(name => members.Any(m => m.Name == name)));
            case "properties":
                return members.Where(m => limit.TryGetProperty(m.Name, out _))
                    .SelectMany(m => Check(limit.GetProperty(m.Name), m.Value, $"{place}.{m.Name}"));
            case "additionalProperties":
                return members.Where(m => !(schema.TryGetProperty("properties", out var known) && known.TryGetProperty(m.Name, out _)))
                    .SelectMany(m => Check(limit, m.Value, $"{place}.{m.Name}"));
            case "propertyNames":
                return members.SelectMany(m => Check(limit, JsonSerializer.SerializeToElement(m.Name), $"{place}.{m.Name}"));
            case "items":
                return items.SelectMany((item, i) => Check(limit, item, $"{place}[{i}]"));
            case "maxItems":
                return Unless(items.Length <= limit.GetInt32());
            case "uniqueItems":
                return Unless(items.Select(i => i.GetRawText()).Distinct().Count() == items.Length);
            case "minLength":
                return Unless(text is null || text.EnumerateRunes().Count() >= limit.GetInt32());
            case "maxLength":
                return Unless(text is null || text.EnumerateRunes().Count() <= limit.GetInt32());
            case "pattern":
                return Unless(text is null || Regex.IsMatch(text, limit.GetString()!, RegexOptions.ECMAScript));
            case "minimum":
                return Unless(number is null || number >= limit.GetDouble());
            case "maximum":
                return Unless(number is null || number <= limit.GetDouble());
            case "anyOf":
                return Unless(limit.EnumerateArray().Any(one => IsValid(one, value)));
            case "oneOf":
                return Unless(limit.EnumerateArray().Count(one => IsValid(one, value)) == 1);
            case "if":
                return schema.TryGetProperty(IsValid(limit, value) ? "then" : "else", out var branch) ? Check(branch, value, place) : [];
            default:
                throw new NotSupportedException($"{keyword}, at {place}");
        }
    }

    private static IEnumerable<string> Texts(JsonElement oneOrMore) =>
        oneOrMore.ValueKind == JsonValueKind.Array ? oneOrMore.EnumerateArray().Select(e => e.GetString()!) : [oneOrMore.GetString()!];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };
}
