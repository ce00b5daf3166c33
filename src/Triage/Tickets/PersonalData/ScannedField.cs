using System.Globalization;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>
/// A field as the finders see it, with a map back to it: character references are resolved (<c>&amp;#64;</c>), all spaces,
/// dashes and digits are the ASCII ones, what is invisible is gone. What has been found is covered, so that finders
/// compose by their order alone.
/// </summary>
internal sealed partial class ScannedField
{
    /// <summary>Joins no word and no number, like the brackets of a mask.</summary>
    private const char Cover = ']';

    private readonly char[] _view;
    private readonly int[] _start;
    private readonly int[] _end;

    public ScannedField(string field)
    {
        var view = new List<char>(field.Length);
        var start = new List<int>(field.Length);
        var end = new List<int>(field.Length);
        for (var i = 0; i < field.Length;)
        {
            var (c, length) = Resolve(field, i);
            if (c is { } visible)
            {
                view.Add(visible);
                start.Add(i);
                end.Add(i + length);
            }

            i += length;
        }

        (_view, _start, _end) = ([.. view], [.. start], [.. end]);

        // The word in a mask is no context for what stands beside it.
        foreach (var mask in Redaction.MaskPattern().EnumerateMatches(_view))
        {
            Array.Fill(_view, Cover, mask.Index, mask.Length);
        }
    }

    public ReadOnlySpan<char> View => _view;

    /// <summary>The entity of a range of the view.</summary>
    public Entity ToEntity(EntityType type, TicketField field, Range range)
    {
        var (offset, length) = range.GetOffsetAndLength(_view.Length);
        return new Entity(type, field, _start[offset], _end[offset + length - 1] - _start[offset]);
    }

    public void CoverUp(Range range) => _view.AsSpan(range).Fill(Cover);

    /// <summary>The character that a position shows, null for none, and how many units of the field it takes.</summary>
    private static (char? Shown, int Length) Resolve(string field, int at)
    {
        var c = field[at];
        switch (c)
        {
            case '&':
                var reference = Reference().Match(field, at, Math.Min(12, field.Length - at));
                return reference.Success ? (Normalize(ValueOf(reference)), reference.Length) : (c, 1);

            case '%' when field.AsSpan(at).StartsWith("%40", StringComparison.Ordinal):
                return ('@', 3);

            default:
                return (Normalize(c), 1);
        }
    }

    private static char ValueOf(Match reference)
    {
        if (reference.Groups["name"].Success)
        {
            return reference.Groups["name"].Value switch
            {
                "amp" => '&',
                "nbsp" or "thinsp" or "ensp" or "emsp" => ' ',
                "commat" => '@',
                "plus" => '+',
                "period" => '.',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "shy" or "zwnj" or "zwj" => '\u00AD',
                _ => '-',
            };
        }

        var isHex = reference.Groups["hex"].Success;
        var digits = reference.Groups[isHex ? "hex" : "decimal"].ValueSpan;
        return int.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= char.MaxValue
            ? (char)value
            : ' ';
    }

    private static char? Normalize(char c)
    {
        if (c < 128)
        {
            return c;
        }

        if (c is '\u00AD' or (>= '\u200B' and <= '\u200F') or '\u2060' or '\uFEFF' or (>= '\u202A' and <= '\u202E'))
        {
            return null;
        }

        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.SpaceSeparator => ' ',
            UnicodeCategory.DashPunctuation => '-',
            UnicodeCategory.DecimalDigitNumber => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
            _ => c switch { '\u2212' => '-', '\uFF20' => '@', '\uFF0E' => '.', '\uFF0B' => '+', _ => c },
        };
    }

    [GeneratedRegex(
        @"\G&(?:#[xX](?<hex>[0-9a-fA-F]{1,6})|#(?<decimal>[0-9]{1,7})|(?<name>amp|nbsp|thinsp|ensp|emsp|commat|plus|period|lt|gt|quot|shy|zwnj|zwj|hyphen|dash|ndash));",
        RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
