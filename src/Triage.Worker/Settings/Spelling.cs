namespace Triage.Worker.Settings;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Spelling
{
    /// <summary>The known key that is nearest, by edits or by its last part; null where none is near.</summary>
    public static string? Closest(string key, IEnumerable<string> known)
    {
        var nearest = known
            .Select(k => (Key: k, Distance: Distance(key, k)))
            .OrderBy(k => k.Distance)
            .ThenBy(k => k.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (nearest.Key is not null && nearest.Distance <= Math.Max(2, LastPart(key).Length / 3))
            return nearest.Key;

        // The right name in the wrong section.
        return known.FirstOrDefault(k => LastPart(k).Equals(LastPart(key), StringComparison.OrdinalIgnoreCase));
    }

    private static string LastPart(string key) => key[(key.LastIndexOf(':') + 1)..];

    /// <summary>Insertions, deletions and replacements between two words, case aside (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
