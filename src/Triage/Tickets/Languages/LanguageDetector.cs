namespace Triage.Tickets.Languages;

/// <summary>
/// Tells the language of a text by its script and, in Latin script, by its frequent words. Built for one question, is
/// this surely English, so it would rather say <c>und</c> than guess: a wrong "yes" sends a customer an answer in a
/// language that they did not write.
/// </summary>
public static class LanguageDetector
{
    /// <summary>Words that are looked at; a text that changes its language later than this is rare, and unending ones cost nothing.</summary>
    private const int MaxWords = 2_000;

    /// <summary>The leading language's share in what all languages score. Related languages share half their words.</summary>
    private const double MinShare = 0.4;

    /// <summary>Its share in what it and the next one score: a text in two languages is in neither.</summary>
    private const double MinLead = 0.6;

    /// <summary>Share of words that the language must know. Of ordinary English it knows more than half.</summary>
    private const double MinCoverage = 0.3;

    /// <summary>What one word is worth where only one language has it.</summary>
    private const double MinScore = 1.5;

    /// <summary>Share of letters that the leading script must have.</summary>
    private const double MinScriptShare = 0.8;

    /// <summary>
    /// Detects, then narrows by the hint. Sure and not contradicted: confirmed. Sure and contradicted: what was detected,
    /// not confirmed. Unsure: the hint's primary subtag, or <c>und</c> without one, not confirmed.
    /// </summary>
    /// <param name="text">What the model reads.</param>
    /// <param name="hint">BCP 47 tag of the producer; regions and scripts in it play no part.</param>
    public static Language Detect(string text, string? hint = null)
    {
        var detected = DetectSurely(text);
        var hinted = LanguageTag.Primary(hint);
        return detected is null
            ? new Language(hinted ?? Language.Undetermined, Confirmed: false)
            : new Language(detected, Confirmed: hinted is null || hinted == detected);
    }

    private static string? DetectSurely(string text)
    {
        var scripts = Script.Count(text);
        var (language, letters) = scripts.MaxBy(pair => pair.Value);
        if (letters < 2 || letters < MinScriptShare * scripts.Values.Sum())
        {
            return null;
        }

        return language.Length > 0 ? Script.Refine(language, text) : ByWords(text);
    }

    private static string? ByWords(string text)
    {
        var languages = LanguageWords.Languages;
        Span<double> scores = stackalloc double[languages.Length];
        Span<int> known = stackalloc int[languages.Length];
        var words = 0;
        foreach (var word in Words(text))
        {
            words++;
            var folded = LatinLetters.Fold(word);
            if (LanguageWords.ByWord.TryGetValue(folded, out var owners))
            {
                foreach (var owner in owners)
                {
                    scores[owner] += 1.0 / owners.Length;
                    known[owner]++;
                }
            }

            foreach (var letter in word)
            {
                if (letter >= 128 && LatinLetters.OwnersOf(char.ToLowerInvariant(letter)) is { } speakers)
                {
                    foreach (var speaker in speakers)
                    {
                        scores[LanguageWords.IndexOf(speaker)] += 1.0 / speakers.Length;
                    }

                    break;
                }
            }
        }

        int best = 0;
        double total = 0, next = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            total += scores[i];
            best = scores[i] > scores[best] ? i : best;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            next = i == best ? next : Math.Max(next, scores[i]);
        }

        var score = scores[best];
        var sure = score >= MinScore && score >= MinShare * total && score >= MinLead * (score + next)
            && known[best] >= MinCoverage * words;
        return sure ? languages[best] : null;
    }

    /// <summary>Runs of letters and apostrophes; what holds a digit, an @ or a slash is a name or an address, and no word.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var words = 0;
        for (int start = 0, end; start < text.Length && words < MaxWords; start = end + 1)
        {
            var plain = true;
            for (end = start; end < text.Length && !char.IsWhiteSpace(text[end]); end++)
            {
                plain &= !char.IsAsciiDigit(text[end]) && text[end] is not ('@' or '/' or '\\' or '_' or '#');
            }

            if (!plain)
            {
                continue;
            }

            for (int from = start, to; from < end; from = to + 1)
            {
                for (to = from; to < end && (char.IsLetter(text[to]) || text[to] is '\'' or '’' or '¿' or '¡'); to++)
                {
                }

                var word = text[from..to].Trim('\'', '’');
                if (word.Length > 0 && word.Length <= 40)
                {
                    words++;
                    yield return word.ToString();
                }
            }
        }
    }
}
