using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>
/// Card numbers: 13 to 19 digits in one piece or in the groups printed on cards, a network's prefix and length (ISO/IEC
/// 7812), and the Luhn digit. A mere run of digits passes all three with a chance of about one in a hundred.
/// </summary>
internal static partial class PaymentCards
{
    private const int MinDigits = 13;

    public static IEnumerable<Range> Find(string text)
    {
        for (var match = Shape().Match(text); match.Success;)
        {
            var length = LengthOfCard(match.ValueSpan);
            if (length > 0)
            {
                yield return match.Index..(match.Index + length);
            }

            // What is no card may be another number with a card behind it.
            var firstGroup = match.ValueSpan.IndexOfAny(' ', '-') is >= 0 and var group ? group : match.Length;
            match = Shape().Match(text, match.Index + (length > 0 ? length : firstGroup));
        }
    }

    /// <summary>Of all of it, or of all but a last group, which may be another number; 0 where neither is a card.</summary>
    private static int LengthOfCard(ReadOnlySpan<char> shape)
    {
        for (var length = shape.Length; length > 0; length = shape[..length].LastIndexOfAny(' ', '-'))
        {
            var digits = string.Concat(shape[..length].ToString().Where(char.IsAsciiDigit));
            if (digits.Length < MinDigits)
            {
                break;
            }

            if (IsOfNetwork(digits) && CheckDigits.Luhn(digits))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool IsOfNetwork(string digits)
    {
        int length = digits.Length, first4 = int.Parse(digits.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
        return first4 switch
        {
            >= 4000 and <= 4999 => length is 13 or 16 or 19, // Visa
            (>= 5100 and <= 5599) or (>= 2221 and <= 2720) => length is 16, // Mastercard
            (>= 3400 and <= 3499) or (>= 3700 and <= 3799) => length is 15, // American Express
            (>= 3000 and <= 3059) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999) => length is >= 14 and <= 19, // Diners Club
            (>= 3528 and <= 3589) => length is >= 16, // JCB
            6011 or (>= 6440 and <= 6599) => length is >= 16, // Discover, RuPay
            >= 6200 and <= 6299 => length is >= 16, // UnionPay
            (>= 2200 and <= 2204) => length is >= 16, // Mir
            5018 or 5020 or 5038 or 5893 or 6304 or 6759 or 6761 or 6762 or 6763 => true, // Maestro
            _ => false,
        };
    }

    // Not inside a longer number or code. Groups of four with a shorter last one; 4-6-5 and 4-6-4; or no groups.
    [GeneratedRegex(
        @"(?<![\w]|[\w][-.])(?:[0-9]{4}(?<s>[ -])[0-9]{4}\k<s>[0-9]{4}\k<s>[0-9]{1,4}(?:\k<s>[0-9]{1,3})?|[0-9]{4}(?<s>[ -])[0-9]{6}\k<s>[0-9]{4,5}|[0-9]{13,19})(?!\w|[-.]\w)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
