using System.Globalization;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>
/// Phone numbers: international ones (+ or 00), national ones in the forms in which people write them, and any number of
/// seven digits or more behind a word like "call" or "tel". Numbers of orders, dates and prices have neither form nor word.
/// </summary>
internal static partial class PhoneNumbers
{
    private const int MinDigits = 7;

    /// <summary>Of E.164, behind a prefix of two digits.</summary>
    private const int MaxDigits = 17;

    private const int MaxGroups = 7;

    /// <summary>How far before a number a word still speaks of it, in UTF-16 units.</summary>
    private const int WordDistance = 48;

    /// <summary>Digits without a break, and what stands between them and the digits before.</summary>
    private readonly record struct Group(int Start, int End, string Separator)
    {
        public int Length => End - Start;

        /// <summary>A number may begin here: what stands before belongs to another, or to none.</summary>
        public bool IsEdge => Separator.Length == 0 || Separator[0] == ' ' || Separator is ") ";
    }

    public static IEnumerable<Range> Find(string text)
    {
        for (var run = Run().Match(text); run.Success; run = run.NextMatch())
        {
            var groups = GroupsOf(run);
            var isInternational = run.Groups["head"].ValueSpan.Contains('+');
            for (var first = 0; first < groups.Count; first++)
            {
                if (LengthOfNumber(text, groups, first, isInternational && first == 0) is var count and > 0)
                {
                    var last = first + count - 1;
                    yield return (first == 0 ? run.Index : groups[first].Start)..groups[last].End;
                    first = last;
                }
            }
        }
    }

    /// <summary>How many groups, the most possible, make a number from here on; 0 where there is none.</summary>
    private static int LengthOfNumber(string text, List<Group> groups, int first, bool isInternational)
    {
        if (!groups[first].IsEdge)
        {
            return 0;
        }

        var context = Context(text.AsSpan(Math.Max(0, groups[first].Start - WordDistance)..groups[first].Start));
        for (var count = Math.Min(MaxGroups, groups.Count - first); count > 0; count--)
        {
            var digits = groups[first + count - 1].End - groups[first].Start;
            if (digits >= MinDigits
                && (first + count == groups.Count || groups[first + count].IsEdge)
                && IsNumber(text, groups.GetRange(first, count), isInternational, context))
            {
                return count;
            }
        }

        return 0;
    }

    private static bool IsNumber(string text, List<Group> groups, bool isInternational, Word context)
    {
        var total = groups.Sum(group => group.Length);
        if (total is < MinDigits or > MaxDigits)
        {
            return false;
        }

        var digits = string.Concat(groups.Select(group => text[group.Start..group.End]));
        if (isInternational)
        {
            return total is > MinDigits and <= MaxDigits - 2 && digits[0] != '0';
        }

        if (context == Word.OfOtherNumber || IsDate(text, groups) || IsPrice(text, groups))
        {
            return false;
        }

        var lengths = string.Join(' ', groups.Select(group => group.Length));
        return context == Word.OfPhone
            || IsForeign(digits, groups) || IsNorthAmerican(digits, lengths) || IsTrunk(digits, groups) || IsNational(digits, lengths);
    }

    /// <summary>00, a country code and a number. In one piece it must be long enough not to be a padded count.</summary>
    private static bool IsForeign(string digits, List<Group> groups) =>
        digits.StartsWith("00", StringComparison.Ordinal) && digits[2] != '0' && digits.Length >= (groups.Count > 1 ? 10 : 12);

    /// <summary>Area code and exchange start with 2 to 9: 555-210-4477, alone or behind a 1.</summary>
    private static bool IsNorthAmerican(string digits, string lengths) =>
        (lengths == "3 3 4" && digits[0] >= '2' && digits[3] >= '2')
        || (lengths == "1 3 3 4" && digits[0] == '1' && digits[1] >= '2' && digits[4] >= '2');

    /// <summary>0, then an area code: with separators, or in one piece as mobile numbers are written.</summary>
    private static bool IsTrunk(string digits, List<Group> groups) =>
        digits[0] == '0' && digits[1] != '0' && digits.Length is >= 9 and <= 12
        && (groups.Count > 1 ? groups[0].Length is >= 2 and <= 6 : digits.Length is 10 or 11);

    /// <summary>Nine digits without a trunk prefix, grouped as in Spain, Portugal or Poland.</summary>
    private static bool IsNational(string digits, string lengths) =>
        digits[0] >= '5' && lengths is "3 3 3" or "3 2 2 2";

    /// <summary>Three parts in a row are a day, a month and a year of 1900 to 2099.</summary>
    private static bool IsDate(string text, List<Group> groups)
    {
        for (var i = 0; i + 2 < groups.Count; i++)
        {
            var (a, b, c) = (groups[i], groups[i + 1], groups[i + 2]);
            if (b.Length <= 2 && ((IsYear(a) && c.Length <= 2) || (a.Length <= 2 && IsYear(c))))
            {
                return true;
            }
        }

        return false;

        bool IsYear(Group group) => group.Length == 4 && text.AsSpan(group.Start, 2) is "19" or "20";
    }

    /// <summary>A currency's sign stands beside it.</summary>
    private static bool IsPrice(string text, List<Group> groups)
    {
        int start = groups[0].Start, end = groups[^1].End;
        return text[Math.Max(0, start - 2)..start].Any(IsCurrency) || text[end..Math.Min(text.Length, end + 2)].Any(IsCurrency);

        static bool IsCurrency(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;
    }

    private enum Word { None, OfPhone, OfOtherNumber }

    /// <summary>
    /// The nearest word that says what a number is; "number" itself says only that it is no phone. None reaches over a
    /// covered entity, whose mask may be shorter than it was.
    /// </summary>
    private static Word Context(ReadOnlySpan<char> before) =>
        OtherWord().IsMatch(before) ? Word.OfOtherNumber
        : PhoneWord().IsMatch(before) ? Word.OfPhone
        : NumberWord().IsMatch(before) ? Word.OfOtherNumber
        : Word.None;

    private static List<Group> GroupsOf(Match run)
    {
        var groups = new List<Group>();
        var text = run.ValueSpan;
        var at = run.Groups["head"].Length;
        while (text[at..].IndexOfAnyInRange('0', '9') is >= 0 and var separator)
        {
            var start = at + separator;
            var length = text[start..].IndexOfAnyExceptInRange('0', '9');
            var end = length < 0 ? text.Length : start + length;
            groups.Add(new Group(run.Index + start, run.Index + end, text[at..start].ToString()));
            at = end;
        }

        return groups;
    }

    // Groups of digits with the separators of phone numbers between them. Neither end touches a word or, by one sign, a code.
    [GeneratedRegex(
        @"(?<![\w#+]|\w[-./_#])(?<head>\(?(?:\+ ?)?\(?)[0-9]+(?:(?:\) ?[-./]?\(?|[ ./-]\(?|\()[0-9]+)*(?!\w|[-./_]\w)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Run();

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        @"\b(?:phone|telephone|tel|mobile|cell|cellphone|call|ring|whatsapp|text|sms|fax|landline|reach|contact|telefon|handy|mobil|mobilnummer|rückruf|téléphone|portable|teléfono|móvil|llamar|telefono|cellulare|telefone|celular|telefoon|komórka)\b[^0-9\n\]]{0,24}\z",
        Words)]
    private static partial Regex PhoneWord();

    [GeneratedRegex(
        @"\b(?:order|orders|ord|invoice|ref|reference|ticket|case|tracking|parcel|package|account|acct|customer|serial|batch|sku|item|policy|booking|confirmation|imei|isbn|iban|bestellnummer|bestellung|auftrag|commande|pedido|ordine|version)\b[^0-9\n\]]{0,16}\z",
        Words)]
    private static partial Regex OtherWord();

    [GeneratedRegex(@"(?:\b(?:no|nr|number|id|code)\b|#)[^0-9\n\]]{0,8}\z", Words)]
    private static partial Regex NumberWord();
}
