using System.Collections.Frozen;

namespace Triage.Tickets.Languages;

/// <summary>Letters with diacritics: their base letters, without help from the culture data of the machine, and whose they are.</summary>
internal static class LatinLetters
{
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğģìíîïīįıķľłñńňòóôõöøőœæŕřśšşșťţțùúûüūůűųýÿźżžß’";
    private const string Bases = "aaaaaaaaacccddeeeeeeeeggiiiiiiikllnnnooooooooarrsssstttuuuuuuuuyyzzzs'";

    private static readonly FrozenDictionary<char, char> Base =
        Accented.Zip(Bases).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>Letters that few languages use. Each is worth as much as a word that only they have.</summary>
    private static readonly FrozenDictionary<char, string[]> Owners = new (string Letters, string[] Languages)[]
    {
        ("ß", ["de"]), ("ñ¿¡", ["es"]), ("ãõ", ["pt"]), ("œ", ["fr"]), ("ąęłśźżćń", ["pl"]), ("øæ", ["da", "no"]),
        ("å", ["sv", "da", "no"]), ("řůěť", ["cs"]), ("șțţ", ["ro"]), ("őű", ["hu"]), ("ğış", ["tr"]), ("ơưđạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổộớờởợụủứừửữựỳỷỹ", ["vi"]),
    }.SelectMany(row => row.Letters.Select(letter => (letter, row.Languages)))
        .GroupBy(pair => pair.letter)
        .ToFrozenDictionary(group => group.Key, group => group.First().Languages);

    /// <summary>The languages that a lower-case letter speaks for; null for most.</summary>
    public static string[]? OwnersOf(char letter) => Owners.GetValueOrDefault(letter);

    /// <summary>Lower case, without diacritics.</summary>
    public static string Fold(string word) => string.Create(word.Length, word, static (folded, word) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = Fold(char.ToLowerInvariant(word[i]));
        }
    });

    private static char Fold(char c) => c < 128 ? c : Base.TryGetValue(c, out var letter) ? letter : FoldVietnamese(c);

    /// <summary>U+1EA0 to U+1EF9 are in order of their base letters, lower and upper case side by side.</summary>
    private static char FoldVietnamese(char c) => c switch
    {
        'ơ' => 'o',
        'ư' => 'u',
        >= '\u1EA0' and <= '\u1EB7' => 'a',
        >= '\u1EB8' and <= '\u1EC7' => 'e',
        >= '\u1EC8' and <= '\u1ECB' => 'i',
        >= '\u1ECC' and <= '\u1EE3' => 'o',
        >= '\u1EE4' and <= '\u1EF1' => 'u',
        >= '\u1EF2' and <= '\u1EF9' => 'y',
        _ => c,
    };
}
