using System.Buffers;

namespace Triage.Tickets.Languages;

/// <summary>Scripts that by themselves, or with a few letters, say which language it is.</summary>
internal static class Script
{
    private static readonly (char First, char Last, string Language)[] Blocks =
    [
        ('\u0370', '\u03FF', "el"), ('\u0400', '\u052F', "ru"), ('\u0530', '\u058F', "hy"), ('\u0590', '\u05FF', "he"),
        ('\u0600', '\u06FF', "ar"), ('\u0750', '\u077F', "ar"), ('\u0900', '\u097F', "hi"), ('\u0980', '\u09FF', "bn"),
        ('\u0A00', '\u0A7F', "pa"), ('\u0A80', '\u0AFF', "gu"), ('\u0B80', '\u0BFF', "ta"), ('\u0C00', '\u0C7F', "te"),
        ('\u0C80', '\u0CFF', "kn"), ('\u0D00', '\u0D7F', "ml"), ('\u0E00', '\u0E7F', "th"), ('\u10A0', '\u10FF', "ka"),
        ('\u1100', '\u11FF', "ko"), ('\u1F00', '\u1FFF', "el"), ('\u3040', '\u30FF', "ja"), ('\u3130', '\u318F', "ko"),
        ('\u3400', '\u9FFF', "zh"), ('\uAC00', '\uD7AF', "ko"),
    ];

    private static readonly SearchValues<char> Belarusian = SearchValues.Create("ўЎ");
    private static readonly SearchValues<char> Ukrainian = SearchValues.Create("іїєґІЇЄҐ");
    private static readonly SearchValues<char> Serbian = SearchValues.Create("ђћџљњјЂЋЏЉЊЈ");
    private static readonly SearchValues<char> Russian = SearchValues.Create("ыэёЫЭЁ");
    private static readonly SearchValues<char> HardSign = SearchValues.Create("ъЪ");
    private static readonly SearchValues<char> Urdu = SearchValues.Create("ٹڈڑںےہھ");
    private static readonly SearchValues<char> Persian = SearchValues.Create("پچژگکی");

    /// <summary>
    /// Counts the letters of each script, named by its most spoken language; Latin is the empty name. Ideographs among kana
    /// are Japanese.
    /// </summary>
    public static Dictionary<string, int> Count(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                var language = c < '\u0370' || c is >= '\u1E00' and <= '\u1EFF' ? "" : LanguageOf(c);
                if (language is not null)
                {
                    counts[language] = counts.GetValueOrDefault(language) + 1;
                }
            }
        }

        if (counts.TryGetValue("ja", out var kana) && counts.Remove("zh", out var ideographs))
        {
            counts["ja"] = kana + ideographs;
        }

        return counts;
    }

    /// <summary>Tells apart the languages that share Cyrillic or Arabic letters.</summary>
    public static string Refine(string language, string text)
    {
        bool Has(SearchValues<char> letters) => text.AsSpan().ContainsAny(letters);
        return language switch
        {
            "ru" when Has(Belarusian) => "be",
            "ru" when Has(Ukrainian) => "uk",
            "ru" when Has(Serbian) => "sr",
            "ru" when Has(HardSign) && !Has(Russian) => "bg",
            "ar" when Has(Urdu) => "ur",
            "ar" when Has(Persian) => "fa",
            _ => language,
        };
    }

    private static string? LanguageOf(char c)
    {
        foreach (var (first, last, language) in Blocks)
        {
            if (c >= first && c <= last)
            {
                return language;
            }
        }

        return null;
    }
}
