using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>
/// National identity, insurance and tax numbers with a check digit or a strict format. Where neither tells such a number
/// from an order's (BSN), a word before it must.
/// </summary>
internal static partial class NationalIds
{
    private delegate bool Check(string characters);

    /// <summary>Shapes are anchored at both ends and of bounded length; the check gets letters and digits alone, in upper case.</summary>
    private static readonly (Regex Shape, Check IsValid)[] Kinds =
    [
        (UnitedStates(), _ => true),
        (UnitedKingdom(), _ => true),
        (Germany(), IsGerman),
        (France(), IsFrench),
        (Spain(), IsSpanish),
        (Italy(), IsItalian),
        (Netherlands(), digits => CheckDigits.Weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0),
        (Poland(), IsPolish),
        (Belgium(), IsBelgian),
        (Sweden(), digits => CheckDigits.Luhn(digits.AsSpan(^10..))),
        (Finland(), IsFinnish),
        (Brazil(), IsBrazilian),
        (Switzerland(), digits => CheckDigits.Weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0),
    ];

    /// <summary>One finder a country.</summary>
    public static IEnumerable<Func<string, IEnumerable<Range>>> Finders { get; } =
        [.. Kinds.Select(kind => (Func<string, IEnumerable<Range>>)(text => Find(text, kind.Shape, kind.IsValid)))];

    private static IEnumerable<Range> Find(string text, Regex shape, Check isValid)
    {
        for (var match = shape.Match(text); match.Success; match = match.NextMatch())
        {
            // Case-insensitive shapes take the Kelvin sign for a K.
            if (Ascii.IsValid(match.ValueSpan)
                && isValid(string.Concat(match.Value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()))
            {
                yield return match.Index..(match.Index + match.Length);
            }
        }
    }

    /// <summary>Steuer-ID: in its first ten digits one digit is there two or three times, and mod 11,10.</summary>
    private static bool IsGerman(string digits)
    {
        var repeated = digits.Take(10).GroupBy(c => c).Where(group => group.Count() > 1).ToList();
        return repeated.Count == 1 && repeated[0].Count() <= 3 && CheckDigits.Mod11And10(digits);
    }

    /// <summary>NIR: the key is 97 less the rest; Corsica's 2A and 2B count as 19 and 18.</summary>
    private static bool IsFrench(string number)
    {
        var digits = number.Replace("2A", "19", StringComparison.Ordinal).Replace("2B", "18", StringComparison.Ordinal);
        return digits.All(char.IsAsciiDigit) && 97 - Number(digits.AsSpan(0, 13)) % 97 == Number(digits.AsSpan(13));
    }

    /// <summary>DNI and NIE: the letter at the number's remainder by 23; X, Y and Z begin as 0, 1 and 2.</summary>
    private static bool IsSpanish(string number)
    {
        var digits = number[0] is >= 'X' and <= 'Z' ? (char)(number[0] - 'X' + '0') + number[1..^1] : number[..^1];
        return "TRWAGMYFPDXBNJZSQVHLCKE"[(int)(Number(digits) % 23)] == number[^1];
    }

    /// <summary>Codice fiscale: characters at odd places have values of their own.</summary>
    private static bool IsItalian(string code)
    {
        ReadOnlySpan<int> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(code[i]) ? code[i] - '0' : code[i] - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }

        return sum % 26 == code[15] - 'A';
    }

    /// <summary>PESEL: a date of birth whose month also says the century, and a check digit.</summary>
    private static bool IsPolish(string digits)
    {
        int month = (int)Number(digits.AsSpan(2, 2)) % 20, day = (int)Number(digits.AsSpan(4, 2));
        return month is >= 1 and <= 12 && day is >= 1 and <= 31
            && CheckDigits.Weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;
    }

    /// <summary>Rijksregisternummer: from 2000 on the number counts with a 2 before it.</summary>
    private static bool IsBelgian(string digits)
    {
        long number = Number(digits.AsSpan(0, 9)), key = Number(digits.AsSpan(9));
        return 97 - number % 97 == key || 97 - (2_000_000_000 + number) % 97 == key;
    }

    /// <summary>Henkilötunnus: date and number by 31 give the last character.</summary>
    private static bool IsFinnish(string number)
    {
        // The century's sign is a letter here only from A on; as a dash or plus it is gone already.
        var digits = string.Concat(number[..^1].Where(char.IsAsciiDigit));
        return "0123456789ABCDEFHJKLMNPRSTUVWXY"[(int)(Number(digits) % 31)] == number[^1];
    }

    /// <summary>CPF: two check digits; eleven equal digits pass and are none.</summary>
    private static bool IsBrazilian(string digits)
    {
        static int Key(int sum) => sum * 10 % 11 % 10;
        return digits.Any(c => c != digits[0])
            && Key(CheckDigits.Weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2])) == digits[9] - '0'
            && Key(CheckDigits.Weighted(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])) == digits[10] - '0';
    }

    private static long Number(ReadOnlySpan<char> digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    // Neither end touches a letter, a digit or, by one sign, more of the same code.
    private const string Open = @"(?<!\w|\w[-./+])";
    private const string Close = @"(?!\w|[-/+]\w|\.[0-9])";
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    // SSN, and ITIN with a first digit of 9.
    [GeneratedRegex(Open + @"(?:(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}|9[0-9]{2}-(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9]))-(?!0000)[0-9]{4}" + Close, Options)]
    private static partial Regex UnitedStates();

    [GeneratedRegex(
        Open + @"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]" + Close,
        Options | RegexOptions.IgnoreCase)]
    private static partial Regex UnitedKingdom();

    [GeneratedRegex(Open + @"[1-9][0-9](?<s> ?)[0-9]{3}\k<s>[0-9]{3}\k<s>[0-9]{3}" + Close, Options)]
    private static partial Regex Germany();

    [GeneratedRegex(
        Open + @"[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}" + Close,
        Options | RegexOptions.IgnoreCase)]
    private static partial Regex France();

    [GeneratedRegex(Open + @"(?:[0-9]{8}|[XYZxyz]-?[0-9]{7})-?[A-HJ-NP-TV-Za-hj-np-tv-z]" + Close, Options)]
    private static partial Regex Spain();

    [GeneratedRegex(
        Open + @"[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]" + Close,
        Options | RegexOptions.IgnoreCase)]
    private static partial Regex Italy();

    [GeneratedRegex(
        @"\b(?<=\b(?:bsn|burgerservicenummer|sofi-?nummer)\b[^0-9\n\]]{0,20})(?:[0-9]{9}|[0-9]{4}(?<s>[ .])[0-9]{2}\k<s>[0-9]{3})(?!\w)",
        Options | RegexOptions.IgnoreCase)]
    private static partial Regex Netherlands();

    [GeneratedRegex(Open + @"[0-9]{11}" + Close, Options)]
    private static partial Regex Poland();

    [GeneratedRegex(Open + @"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}[.-][0-9]{2}" + Close, Options)]
    private static partial Regex Belgium();

    [GeneratedRegex(Open + @"(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[-+][0-9]{4}" + Close, Options)]
    private static partial Regex Sweden();

    [GeneratedRegex(
        Open + @"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]" + Close,
        Options)]
    private static partial Regex Finland();

    [GeneratedRegex(Open + @"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}" + Close, Options)]
    private static partial Regex Brazil();

    [GeneratedRegex(Open + @"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}" + Close, Options)]
    private static partial Regex Switzerland();
}
