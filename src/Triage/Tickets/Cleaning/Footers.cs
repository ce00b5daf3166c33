using System.Text.RegularExpressions;

namespace Triage.Tickets.Cleaning;

/// <summary>
/// Removes what stands under a message without being said: signatures behind their delimiter, the advertisements of
/// phones, disclaimers.
/// </summary>
internal static partial class Footers
{
    /// <summary>Programs that trim lines leave "--" of the delimiter "-- "; then only a short rest is taken for a signature.</summary>
    private const int MaxSignatureLines = 8;

    public static string Strip(string text)
    {
        var lines = text.Split('\n').ToList();
        var delimiter = lines.FindLastIndex(line => line is "-- " or "--");
        if (delimiter >= 0
            && (lines[delimiter] is "-- " || lines.Count - delimiter - 1 <= MaxSignatureLines)
            && lines.Take(delimiter).Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            lines.RemoveRange(delimiter, lines.Count - delimiter);
        }

        lines.RemoveAll(line => line.Length <= 100 && SentFrom().IsMatch(line));

        var disclaimer = lines.FindIndex(line => Disclaimer().IsMatch(line));
        if (disclaimer > 0 && lines.Take(disclaimer).Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            lines.RemoveRange(disclaimer, lines.Count - disclaimer);
        }

        return string.Join('\n', lines);
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The whole line: "sent from my phone because the laptop is dead" in a sentence stays.</summary>
    [GeneratedRegex(
        @"^\s*(?:"
        + @"sent from my (?:iphone|ipad|phone|mobile(?: device| phone)?|(?:android|samsung|galaxy|blackberry|huawei|pixel)[\w ®]{0,24})"
        + @"|sent from (?:yahoo mail|aol|outlook|mail|proton mail|gmail)(?: (?:for|on) (?:ios|iphone|ipad|android|mobile|mac|windows(?: 1[01])?))?"
        + @"|get outlook for (?:ios|android|mac)"
        + @"|von meinem [\w ]{2,24} gesendet|gesendet von (?:meinem|mail) [\w ]{2,24}"
        + @"|envoyé de mon [\w ]{2,24}|enviado desde mi [\w ]{2,24}|enviado do meu [\w ]{2,24}|inviato da(?:l mio)? [\w ]{2,24}"
        + @"|verstuurd vanaf mijn [\w ]{2,24}|wysłane z (?:mojego )?[\w ]{2,24}|skickat från min [\w ]{2,24}"
        + @")[.!]?\s*$",
        Options)]
    private static partial Regex SentFrom();

    [GeneratedRegex(
        @"^\s*\W{0,4}(?:confidentiality (?:notice|note)\b|disclaimer ?:"
        + @"|this (?:e-?mail|message)(?:,? (?:and|including) any (?:attachments?|files?)[\w ]{0,40},?)?"
        + @" (?:is|are|may be|may contain|contains?|is intended)\b.{0,60}?\b(?:confidential|privileged|intended|solely)"
        + @"|the information (?:contained )?in this (?:e-?mail|message)\b"
        + @"|diese e-?mail enthält vertrauliche|ce (?:message|courriel)[\w ,]{0,60} confidentiel)",
        Options)]
    private static partial Regex Disclaimer();
}
