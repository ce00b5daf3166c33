using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>International bank account numbers (ISO 13616): the country's length and mod 97; single spaces or dashes between groups.</summary>
internal static partial class Ibans
{
    private static readonly FrozenDictionary<string, int> Lengths =
        ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 " +
         "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 " +
         "LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 " +
         "ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20")
        .Split(' ').ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    public static IEnumerable<Range> Find(string text)
    {
        for (var match = Start().Match(text); match.Success;)
        {
            var end = EndOf(text, match.Index);
            if (end > 0)
            {
                yield return match.Index..end;
            }

            match = Start().Match(text, end > 0 ? end : match.Index + match.Length);
        }
    }

    /// <summary>Where the number ends that starts here; 0 where none does.</summary>
    private static int EndOf(string text, int start)
    {
        if (!Lengths.TryGetValue(text.AsSpan(start, 2).ToString().ToUpperInvariant(), out var length))
        {
            return 0;
        }

        Span<char> number = stackalloc char[length];
        int taken = 0, at = start;
        for (; at < text.Length && taken < length; at++)
        {
            if (char.IsAsciiLetterOrDigit(text[at]))
            {
                number[taken++] = text[at];
            }
            else if (text[at] is not (' ' or '-') || text[at - 1] is ' ' or '-')
            {
                return 0;
            }
        }

        if (taken < length || (at < text.Length && char.IsLetterOrDigit(text[at])))
        {
            return 0;
        }

        var remainder = CheckDigits.Mod97([.. number[4..], .. number[..4]]);
        return remainder == 1 ? at : 0;
    }

    [GeneratedRegex(@"(?<!\w)[A-Za-z]{2}[ -]?[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
