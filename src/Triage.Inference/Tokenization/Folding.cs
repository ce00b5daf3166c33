using System.Collections.Frozen;
using System.Globalization;

namespace Triage.Inference.Tokenization;

/// <summary>
/// What BERT's uncased normaliser leaves of a code point: canonical decomposition, marks removed, lower case. A table
/// rather than <see cref="string.Normalize()"/>, which does nothing in images without ICU: a ticket must get the same labels
/// wherever the worker runs.
/// </summary>
internal static class Folding
{
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, LeadFirst = 0x1100, VowelFirst = 0x1161, TailBefore = 0x11A7;

    private static readonly FrozenDictionary<int, int[]> Table = ReadTable();

    /// <summary>The longest that <see cref="Fold"/> writes, in code points.</summary>
    public const int MaxLength = 3;

    /// <summary>Writes what is left of the code point and returns how many code points that is: 0 for a mark.</summary>
    public static int Fold(int codePoint, Span<int> folded)
    {
        if (codePoint is >= HangulFirst and <= HangulLast)
        {
            var syllable = codePoint - HangulFirst;
            folded[0] = LeadFirst + syllable / 588;
            folded[1] = VowelFirst + syllable % 588 / 28;
            folded[2] = TailBefore + syllable % 28;
            return syllable % 28 == 0 ? 2 : 3;
        }

        if (Table.TryGetValue(codePoint, out var left))
        {
            left.CopyTo(folded);
            return left.Length;
        }

        folded[0] = codePoint;
        return 1;
    }

    private static FrozenDictionary<int, int[]> ReadTable()
    {
        using var stream = typeof(Folding).Assembly.GetManifestResourceStream("Folding.txt")
            ?? throw new InvalidOperationException("The assembly lacks its table Folding.txt; build Triage.Inference again.");
        using var reader = new StreamReader(stream);
        var table = new Dictionary<int, int[]>(capacity: 8_192);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split(' ');
            var range = fields[0].Split("..");
            var left = fields[1..].Select(Hex).ToArray();
            for (var codePoint = Hex(range[0]); codePoint <= Hex(range[^1]); codePoint++)
            {
                table.Add(codePoint, left);
            }
        }

        return table.ToFrozenDictionary();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
