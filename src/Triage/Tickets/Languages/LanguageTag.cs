using System.Text.RegularExpressions;

namespace Triage.Tickets.Languages;

/// <summary>BCP 47 tags, as far as a hint needs them.</summary>
internal static partial class LanguageTag
{
    /// <summary>Subtags of letters and digits, at most eight each, the first of letters only; 35 units are enough for any registered tag.</summary>
    public static bool IsWellFormed(string tag) => tag.Length <= 35 && Grammar().IsMatch(tag);

    /// <summary>The primary subtag in lower case, under the name that the detector uses; null where it says nothing.</summary>
    public static string? Primary(string? tag)
    {
        var primary = tag?.Split('-')[0].ToLowerInvariant();
        return primary switch
        {
            null or "" or "und" or "mul" or "zxx" or "x" or "i" => null,
            "nb" or "nn" => "no",
            "iw" => "he",
            "in" => "id",
            "fil" => "tl",
            "cmn" or "yue" => "zh",
            "eng" => "en",
            _ => primary,
        };
    }

    [GeneratedRegex(@"\A(?:[A-Za-z]{2,8}|[xXiI])(?:-[A-Za-z0-9]{1,8})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
