using System.Globalization;
using System.Text.RegularExpressions;

namespace Triage.Tickets;

/// <summary>
/// RFC 3339 times, which <see cref="DateTimeOffset.TryParse(string, out DateTimeOffset)"/> takes too widely (times without
/// an offset, local formats) and too narrowly (leap seconds, more than seven digits of a second, offsets over 14 hours).
/// </summary>
internal static partial class Rfc3339
{
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var match = Grammar().Match(text);
        if (!match.Success)
        {
            return false;
        }

        int Part(string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

        // A leap second has no place in .NET's calendar: it counts as the second before.
        var second = Math.Min(Part("second"), 59);
        var date = match.Groups["date"].ValueSpan;
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
        var offset = TimeSpan.Zero;
        if (match.Groups["sign"].Success)
        {
            offset = new TimeSpan(Part("offsetHour"), Part("offsetMinute"), 0);
            offset = match.Groups["sign"].ValueSpan is "-" ? -offset : offset;
        }

        var local = day.DayNumber * TimeSpan.TicksPerDay
            + new TimeSpan(Part("hour"), Part("minute"), second).Ticks
            + long.Parse(fraction, CultureInfo.InvariantCulture);
        var utc = local - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(utc, TimeSpan.Zero);
        var inRange = offset.Duration() <= TimeSpan.FromHours(14) && local >= 0 && local <= DateTime.MaxValue.Ticks;
        time = inRange ? time.ToOffset(offset) : time;
        return true;
    }

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<hour>[01][0-9]|2[0-3]):(?<minute>[0-5][0-9]):(?<second>[0-5][0-9]|60)" +
        @"(?:\.(?<fraction>[0-9]{1,32}))?(?:[Zz]|(?<sign>[+-])(?<offsetHour>[01][0-9]|2[0-3]):(?<offsetMinute>[0-5][0-9]))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
