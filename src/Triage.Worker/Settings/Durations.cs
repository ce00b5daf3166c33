using System.Globalization;

namespace Triage.Worker.Settings;

/// <summary>Times as people write them: <c>500ms</c>, <c>5s</c>, <c>1.5m</c>, <c>2h</c>, or .NET's <c>00:00:05</c>. A number without unit is refused.</summary>
internal static class Durations
{
    public const string Forms = "write it as 500ms, 5s, 1m, 2h or 00:00:05";

    // Longer units first where one ends like another.
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, ["c", "h\\:mm\\:ss", "g"], CultureInfo.InvariantCulture, out duration);

        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(..^unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
                && count * length.TotalSeconds < TimeSpan.MaxValue.TotalSeconds)
            {
                duration = count * length;
                return true;
            }
        }

        duration = default;
        return false;
    }

    /// <summary>The shortest of the forms that <see cref="TryParse"/> reads.</summary>
    public static string Format(TimeSpan duration)
    {
        var (unit, length) = Units.LastOrDefault(u => duration >= u.Length && duration.Ticks % u.Length.Ticks == 0, Units[0]);
        return duration == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{duration / length:0.####}{unit}");
    }
}
