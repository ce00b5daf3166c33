using System.Text.Json;

namespace Triage.Inference.Bundles;

/// <summary>
/// Reads a JSON object property by property and collects what is wrong with it, so that a bundle's author sees every problem
/// at once. A value that could not be read comes back as its type's default; whoever reads on asks <see cref="Problems"/>.
/// </summary>
internal sealed class JsonReading(JsonElement element, string path, List<string> problems)
{
    public List<string> Problems { get; } = problems;

    public string Path { get; } = path;

    public IEnumerable<string> Names => element.EnumerateObject().Select(p => p.Name);

    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The object under a name; where there is none, a problem and an empty object.</summary>
    public JsonReading Object(string name) => Get(name, JsonValueKind.Object, "an object") is { } value
        ? new JsonReading(value, At(name), Problems)
        : new JsonReading(Empty, At(name), []); // one problem is told, not one for each property it lacks

    public string Text(string name)
    {
        var text = Get(name, JsonValueKind.String, "a text")?.GetString();
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            Problems.Add($"{At(name)} is blank; give it a value.");
        }

        return text ?? "";
    }

    public bool Flag(string name)
    {
        if (Has(name) && element.GetProperty(name).ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetProperty(name).GetBoolean();
        }

        Problems.Add(Has(name) ? $"{At(name)} is {Kind(element.GetProperty(name))}, expected true or false." : Missing(name, "true or false"));
        return false;
    }

    /// <summary>A number within bounds, both included.</summary>
    public double Number(string name, double least, double most) =>
        Get(name, JsonValueKind.Number, "a number") is { } value ? Bounded(value.GetDouble(), At(name), least, most) : least;

    public int Integer(string name, int least, int most)
    {
        var number = Number(name, least, most);
        if (number != Math.Truncate(number))
        {
            Problems.Add(FormattableString.Invariant($"{At(name)} is {number}, expected a whole number."));
        }

        return (int)Math.Clamp(number, least, most);
    }

    public double[] Numbers(string name, double least, double most) =>
        [.. Items(name).Select((item, i) => item.ValueKind == JsonValueKind.Number
            ? Bounded(item.GetDouble(), $"{At(name)}[{i}]", least, most)
            : Wrong<double>($"{At(name)}[{i}]", item, "a number"))];

    public string[] Texts(string name) =>
        [.. Items(name).Select((item, i) => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : Wrong<string>($"{At(name)}[{i}]", item, "a text") ?? "")];

    private static JsonElement Empty { get; } = JsonElement.Parse("{}");

    private IEnumerable<JsonElement> Items(string name) =>
        Get(name, JsonValueKind.Array, "a list") is { } list ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private JsonElement? Get(string name, JsonValueKind kind, string expected)
    {
        if (!Has(name))
        {
            Problems.Add(Missing(name, expected));
            return null;
        }

        var value = element.GetProperty(name);
        return value.ValueKind == kind ? value : Wrong<JsonElement?>(At(name), value, expected);
    }

    private double Bounded(double number, string place, double least, double most)
    {
        if (number >= least && number <= most)
        {
            return number;
        }

        Problems.Add(FormattableString.Invariant($"{place} is {number}, expected {least} to {most}."));
        return least;
    }

    private T? Wrong<T>(string place, JsonElement value, string expected)
    {
        Problems.Add($"{place} is {Kind(value)}, expected {expected}.");
        return default;
    }

    private string Missing(string name, string expected) => $"{At(name)} is missing, expected {expected}.";

    private string At(string name) => $"{Path}.{name}";

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
