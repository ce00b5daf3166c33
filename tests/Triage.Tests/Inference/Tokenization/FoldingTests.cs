using System.Globalization;
using System.Text;
using Triage.Inference.Tokenization;

namespace Triage.Tests.Inference.Tokenization;

public sealed class FoldingTests
{
    // Newer libraries know newer characters, so only what this one knows and the table covers is compared.
    [NormalisingFact]
    public void Every_code_point_is_folded_as_the_platforms_own_normalisation_does()
    {
        Span<int> folded = stackalloc int[Folding.MaxLength];
        var differences = new List<string>();
        for (var codePoint = 0; codePoint < 0x30000; codePoint++)
        {
            if (!Rune.IsValid(codePoint) || (codePoint & 0xFFFE) == 0xFFFE || CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }

            var expected = char.ConvertFromUtf32(codePoint).Normalize(NormalizationForm.FormD).EnumerateRunes()
                .Where(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.NonSpacingMark).Select(r => Rune.ToLowerInvariant(r).Value).ToArray();
            if (!folded[..Folding.Fold(codePoint, folded)].SequenceEqual(expected))
            {
                differences.Add($"U+{codePoint:X4}");
            }
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData(0x00E9, "e")]
    [InlineData(0x0301, "")]
    [InlineData(0x0130, "i")]
    [InlineData(0xAC00, "\u1100\u1161")]
    [InlineData(0xD55C, "\u1112\u1161\u11AB")]
    [InlineData(0x1EC7, "e")]
    [InlineData(0x4E00, "\u4E00")]
    public void A_code_point_loses_its_marks_and_its_case(int codePoint, string expected)
    {
        var folded = new int[Folding.MaxLength];

        Assert.Equal(expected, string.Concat(folded.Take(Folding.Fold(codePoint, folded)).Select(char.ConvertFromUtf32)));
    }

    private sealed class NormalisingFactAttribute : FactAttribute
    {
        public NormalisingFactAttribute()
        {
            if ("e\u0301".Normalize() != "\u00e9")
            {
                Skip = "This process runs without ICU and cannot normalise.";
            }
        }
    }
}
