using System.Globalization;
using System.Text.Json;

namespace Triage.Tickets;

/// <summary>
/// The fields of one JSON object, read one by one; each fault is noted with field, limit and remedy, and reading goes on.
/// Null is absent. Values are quoted only by <see cref="Quote"/>, and only where they hold no customer's text.
/// </summary>
internal sealed class TicketFields
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private readonly string _prefix;
    private readonly List<string> _faults;

    public TicketFields(JsonElement fields, string prefix)
        : this(fields, prefix, [])
    {
    }

    private TicketFields(JsonElement fields, string prefix, List<string> faults)
    {
        _prefix = prefix;
        _faults = faults;
        foreach (var property in fields.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value))
            {
                _repeated.Add(property.Name);
            }
        }
    }

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Fields of an object inside this one; faults are noted together.</summary>
    public TicketFields Inside(JsonElement fields, string prefix) => new(fields, _prefix + prefix, _faults);

    public void Fault(string name, string fault)
    {
        if (_faulty.Add(name))
        {
            _faults.Add($"{_prefix}{name}: {fault}");
        }
    }

    public bool IsFaulty(string name) => _faulty.Contains(name);

    /// <summary>True where the field is there, once, and not null. Twice is a fault: parsers differ in which of the two wins.</summary>
    public bool Has(string name)
    {
        if (_repeated.Contains(name))
        {
            Fault(name, "present more than once. Send it once.");
            return false;
        }

        return _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>The string; null where it is none, which here is no fault.</summary>
    public string? Raw(string name) =>
        Has(name) && _values[name].ValueKind == JsonValueKind.String ? _values[name].GetString() : null;

    public string? Text(string name) => Find(name, JsonValueKind.String, "a string")?.GetString();

    public JsonElement? Object(string name, bool isRequired = false) =>
        Find(name, JsonValueKind.Object, "an object", isRequired);

    public string? Id(string name)
    {
        if (!Has(name))
        {
            Fault(name, $"required. Send a string of {TicketId.Rule}.");
            return null;
        }

        if (Find(name, JsonValueKind.String, "a string", isRequired: true)?.GetString() is not { } id)
        {
            return null;
        }

        if (TicketId.IsValid(id))
        {
            return id;
        }

        Fault(name, $"has {id.Length} UTF-16 units or a control character. Send a string of {TicketId.Rule}.");
        return null;
    }

    public T? Name<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (WireNames.TryParse<T>(text, out var value))
        {
            return value;
        }

        Fault(name, $"{Quote(text)} is not one of {string.Join(", ", WireNames.All<T>())}. Send one of them, or leave the field out.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Rfc3339.TryParse(text, out var time))
        {
            return time;
        }

        Fault(name, $"{Quote(text)} is no RFC 3339 time with an offset. Send one like 2026-01-31T08:15:00Z.");
        return null;
    }

    public string? LanguageTag(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Languages.LanguageTag.IsWellFormed(text))
        {
            return text;
        }

        Fault(name, $"{Quote(text)} is no BCP 47 language tag. Send one like en or pt-BR, or leave the field out.");
        return null;
    }

    /// <summary>A whole number from 0 to 2,147,483,647; <c>3.0</c> is one too, as in JSON Schema.</summary>
    public int? Count(string name)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } value)
        {
            return null;
        }

        if (value.TryGetDecimal(out var number) && number >= 0 && number <= int.MaxValue && decimal.IsInteger(number))
        {
            return (int)number;
        }

        Fault(name, $"{Quote(value.GetRawText())} is no whole number from 0 to {int.MaxValue.ToString(CultureInfo.InvariantCulture)}. Send one, or leave the field out.");
        return null;
    }

    public bool? Flag(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        var value = _values[name];
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(name, $"is {TicketJson.KindOf(value)}, not a boolean. Send true or false, or leave the field out.");
        return null;
    }

    private JsonElement? Find(string name, JsonValueKind kind, string expected, bool isRequired = false)
    {
        if (!Has(name))
        {
            return null;
        }

        var value = _values[name];
        if (value.ValueKind == kind)
        {
            return value;
        }

        Fault(name, $"is {TicketJson.KindOf(value)}, not {expected}. Send {expected}{(isRequired ? "" : ", or leave the field out")}.");
        return null;
    }

    /// <summary>At most 64 UTF-16 units, quotes included, without control characters.</summary>
    private static string Quote(string value)
    {
        const int Longest = 62;
        if (value.Length > Longest)
        {
            var end = char.IsHighSurrogate(value[Longest - 2]) ? Longest - 2 : Longest - 1;
            value = value[..end] + "…";
        }

        return $"\"{string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c))}\"";
    }
}
