using System.Globalization;
using System.Text.Json;

namespace Triage.Decisions;

/// <summary>
/// An object of the rules' file, read key by key. Problems are collected, so that a person sees all of them at once; what is
/// wrong reads as absent, since nothing is used once there is a problem. <see cref="Close"/> reports the keys that nobody asked for.
/// </summary>
internal sealed class JsonSection(JsonElement element, string path, List<RulesProblem> problems)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string PathOf(string key) => $"{path}.{key}";

    public void Report(string place, string message) => problems.Add(new RulesProblem(place, message));

    /// <summary>Reads an object; an absent one reads as empty.</summary>
    public JsonSection Section(string key, bool required = false)
    {
        var value = Find(key, required, "an object", JsonValueKind.Object);
        return new JsonSection(value ?? EmptyObject, PathOf(key), problems);
    }

    /// <summary>The keys of an object whose names are the user's own.</summary>
    public IReadOnlyList<string> OwnKeys => [.. element.EnumerateObject().Select(p => p.Name)];

    public bool? Flag(string key) => Find(key, required: false, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public double? Number(string key, double least, double most)
    {
        if (Find(key, required: false, "a number", JsonValueKind.Number)?.GetDouble() is not { } number)
        {
            return null;
        }

        return number >= least && number <= most ? number : OutOfRange<double>(key, least, most);
    }

    public int? WholeNumber(string key, int least, int most)
    {
        if (Find(key, required: false, "a whole number", JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        return value.TryGetInt32(out var number) && number >= least && number <= most ? number : OutOfRange<int>(key, least, most);
    }

    /// <summary>Reads text; a blank one reads as absent.</summary>
    public string? Text(string key, int maxLength, bool required = false)
    {
        var text = Find(key, required, "text", JsonValueKind.String)?.GetString()?.Trim();
        if (text?.Length > maxLength)
        {
            Report(PathOf(key), $"is {text.Length} characters long: at most {maxLength} are possible. Shorten it.");
            return null;
        }

        if (text?.Any(char.IsControl) == true)
        {
            Report(PathOf(key), "holds a control character, such as a line break or tab. Write it on one line.");
            return null;
        }

        if (required && text is "")
        {
            Report(PathOf(key), "is blank. Give it a text.");
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    public T? Name<T>(string key) where T : struct, Enum
    {
        if (Find(key, required: false, "text", JsonValueKind.String)?.GetString() is not { } name)
        {
            return null;
        }

        if (WireNames.TryParse<T>(name, out var value))
        {
            return value;
        }

        Report(PathOf(key), $"is '{name}', which is none of {string.Join(", ", WireNames.All<T>())}. Use one of these.");
        return null;
    }

    /// <summary>Reads a text that must be one of <paramref name="known"/>.</summary>
    public string? OneOf(string key, IReadOnlyCollection<string> known, string where, bool required = false)
    {
        if (Text(key, 64, required) is not { } name)
        {
            return null;
        }

        if (known.Contains(name))
        {
            return name;
        }

        Report(PathOf(key), $"is '{name}', which is not in {where}: {string.Join(", ", known)}. Use one of these, or add it there.");
        return null;
    }

    /// <summary>Reads a list of texts without repeats; null where the key is absent.</summary>
    public IReadOnlyList<string>? List(string key, bool required = false)
    {
        if (Find(key, required, "a list", JsonValueKind.Array) is not { } list)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                Report($"{PathOf(key)}[{index}]", $"is {Kind(item)}: text is needed. Put it in quotes.");
            }
            else if (texts.Contains(item.GetString()!))
            {
                Report($"{PathOf(key)}[{index}]", $"repeats '{item.GetString()}'. Take one of them out.");
            }
            else
            {
                texts.Add(item.GetString()!);
            }
        }

        return texts;
    }

    /// <summary>Reports keys that no reading asked for: a misspelt key must not pass as a default.</summary>
    public void Close()
    {
        foreach (var key in OwnKeys.Where(key => !_asked.Contains(key)))
        {
            Report(PathOf(key), $"is not a key of the rules. Take it out, or correct it to one of {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
        }
    }

    private static JsonElement EmptyObject { get; } = JsonDocument.Parse("{}").RootElement;

    private JsonElement? Find(string key, bool required, string needed, params ReadOnlySpan<JsonValueKind> kinds)
    {
        _asked.Add(key);
        if (!element.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
            {
                Report(PathOf(key), $"is missing: {needed} is needed. Add it.");
            }

            return null;
        }

        if (kinds.Contains(value.ValueKind))
        {
            return value;
        }

        Report(PathOf(key), $"is {Kind(value)}: {needed} is needed. Correct it.");
        return null;
    }

    private T? OutOfRange<T>(string key, double least, double most) where T : struct
    {
        Report(PathOf(key), string.Create(CultureInfo.InvariantCulture,
            $"is {element.GetProperty(key).GetRawText()}: it must be from {least} to {most}. Correct it, or leave it out."));
        return null;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text '{value.GetString()}'",
        _ => value.GetRawText(),
    };
}
