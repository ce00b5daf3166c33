using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Triage.Worker.Settings;

/// <summary>
/// Fills a tree of records from configuration, a property for each key, and finds every problem at once: unknown keys,
/// wrong types, values out of range. .NET's own binder stops at the first one.
/// </summary>
/// <remarks>Limits are the <see cref="RangeAttribute"/>s of the records; defaults are what their properties start with.</remarks>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<KnownSetting> _known = [];
    private readonly List<Problem> _problems = [];

    /// <summary>Every key that was read, in the order of the records.</summary>
    public IReadOnlyList<KnownSetting> Known => _known;

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Reads everything below a section; for what is wrong the default stands in.</summary>
    public T Read<T>(string section)
        where T : class, new()
    {
        var settings = new T();
        ReadInto(settings, section);
        ReportUnknown(section);
        return settings;
    }

    private void ReadInto(object settings, string section)
    {
        foreach (var property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var key = $"{section}:{property.Name}";
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var byDefault = property.GetValue(settings);
            if (type != typeof(string) && type.IsClass)
            {
                ReadInto(byDefault!, key);
                continue;
            }

            var range = property.GetCustomAttribute<RangeAttribute>();
            _known.Add(new(key, type, byDefault, range));
            if (configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) && Parse(key, text, type, range) is { } value)
            {
                property.SetValue(settings, value);
            }
        }
    }

    private object? Parse(string key, string text, Type type, RangeAttribute? range)
    {
        object? value;
        string expected;
        if (type == typeof(string))
        {
            return text;
        }
        else if (type == typeof(bool))
        {
            value = bool.TryParse(text, out bool flag) ? flag : null;
            expected = "must be true or false";
        }
        else if (type == typeof(TimeSpan))
        {
            value = Durations.TryParse(text, out var duration) ? duration : null;
            expected = "is no duration; " + Durations.Forms;
        }
        else if (type.IsEnum)
        {
            var name = Enum.GetNames(type).FirstOrDefault(n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
            value = name is null ? null : Enum.Parse(type, name);
            expected = $"must be {Either(Enum.GetNames(type))}";
        }
        else if (type == typeof(int) || type == typeof(long))
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
                && (type == typeof(long) || whole is >= int.MinValue and <= int.MaxValue)
                ? Convert.ChangeType(whole, type, CultureInfo.InvariantCulture) : null;
            expected = "must be a whole number";
        }
        else if (type == typeof(double))
        {
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
            expected = "must be a number";
        }
        else
        {
            throw new NotSupportedException($"Settings of type {type.Name} cannot be read ({key}).");
        }

        if (value is null)
        {
            _problems.Add(new(key, $"'{text}' {expected}{(range is null ? "" : $", {KnownSetting.Limits(range)}")}."));
        }
        else if (range?.IsValid(value) == false)
        {
            _problems.Add(new(key, $"'{text}' is out of range; it must be {KnownSetting.Limits(range)}."));
            value = null;
        }

        return value;
    }

    private void ReportUnknown(string section)
    {
        var known = _known.Select(k => k.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in configuration.GetSection(section).AsEnumerable())
        {
            // An environment variable by the section's bare name is somebody else's.
            if (key.Equals(section, StringComparison.OrdinalIgnoreCase))
                continue;

            bool isSection = known.Any(k => k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
            if (known.Contains(key) || (isSection && string.IsNullOrEmpty(value)))
                continue;

            // Of an unknown section only its keys are reported, and only the key is quoted: a value may be a secret.
            if (isSection)
                _problems.Add(new(key, "is a section and takes no value; set one of its keys."));
            else if (value is not null || !configuration.GetSection(key).GetChildren().Any())
                _problems.Add(new(key, "is no setting. " + Remedy(key, known)));
        }
    }

    private static string Remedy(string key, IReadOnlyCollection<string> known) =>
        Spelling.Closest(key, known) is { } meant
            ? $"Did you mean {meant}?"
            : "Remove it; docs/settings.md lists every setting.";

    private static string Either(string[] names) =>
        names.Length < 2 ? string.Join("", names) : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}

/// <summary>A setting as the records declare it.</summary>
internal sealed record KnownSetting(string Key, Type Type, object? Default, RangeAttribute? Range)
{
    /// <summary>The default as it could be set; empty where there is none.</summary>
    public string ShownDefault => Default switch
    {
        null => "",
        TimeSpan duration => Durations.Format(duration),
        bool flag => flag ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public static string Limits(RangeAttribute range)
    {
        // Minimum and maximum are strings until the first use.
        range.IsValid(null);
        return $"from {Show(range.Minimum)} to {Show(range.Maximum)}";
    }

    private static string Show(object limit) => limit switch
    {
        TimeSpan duration => Durations.Format(duration),
        IFormattable number => number.ToString("#,0.####", CultureInfo.InvariantCulture),
        _ => limit.ToString()!,
    };
}
