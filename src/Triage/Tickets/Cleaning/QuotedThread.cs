using System.Text.RegularExpressions;

namespace Triage.Tickets.Cleaning;

/// <summary>
/// Removes what the customer quotes of earlier messages. The headers that mail programs write above a quote are known in
/// the languages of the detector's large European ones; lines that start with <c>&gt;</c> are quoted in all.
/// A forwarded message is not a quote: it is what the customer wants seen.
/// </summary>
internal static partial class QuotedThread
{
    /// <summary>A header like "On … wrote:" may be wrapped over this many lines.</summary>
    private const int MaxHeaderLines = 3;

    private const int MaxHeaderLength = 300;

    /// <summary>True where the subject or a line says that a message is forwarded.</summary>
    public static bool IsForward(string subject, string text) =>
        ForwardSubject().IsMatch(subject) || ForwardLine().IsMatch(text);

    /// <summary>The text without quoted lines, their headers, and all below a header whose quote is not marked by <c>&gt;</c>.</summary>
    public static string Strip(string text)
    {
        var lines = text.Split('\n');
        var own = new List<string>(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsQuoted(lines[i]))
            {
                continue;
            }

            if (OriginalMessage().IsMatch(lines[i]) || IsHeaderBlock(lines, i))
            {
                break;
            }

            var header = AttributionLines(lines, i);
            if (header == 0)
            {
                own.Add(lines[i]);
                continue;
            }

            var next = i + header;
            while (next < lines.Length && string.IsNullOrWhiteSpace(lines[next]))
            {
                next++;
            }

            if (next == lines.Length || !IsQuoted(lines[next]))
            {
                break;
            }

            i = next - 1;
        }

        // Outlook rules a line between a reply and the header below it.
        while (own.Count > 0 && own.Count < lines.Length && own[^1].All(c => c is '_' or ' '))
        {
            own.RemoveAt(own.Count - 1);
        }

        return string.Join('\n', own);
    }

    private static bool IsQuoted(string line) => line.AsSpan().TrimStart().StartsWith(">");

    /// <summary>How many lines from here are "On 3 May 2026 at 9:12, Ann wrote:"; 0 where they are not.</summary>
    private static int AttributionLines(string[] lines, int start)
    {
        if (!AttributionStart().IsMatch(lines[start]))
        {
            return 0;
        }

        var header = "";
        for (var n = 0; n < MaxHeaderLines && start + n < lines.Length; n++)
        {
            header += lines[start + n] + " ";
            if (header.Length > MaxHeaderLength)
            {
                return 0;
            }

            // A time or an address keeps "On your site somebody wrote:" in.
            if (AttributionEnd().IsMatch(header))
            {
                return header.AsSpan().ContainsAnyInRange('0', '9') || header.Contains('@', StringComparison.Ordinal) ? n + 1 : 0;
            }
        }

        return 0;
    }

    /// <summary>Outlook's "From: … Sent: … To: … Subject: …", bold or not: a sender and at least two more of its fields.</summary>
    private static bool IsHeaderBlock(string[] lines, int start)
    {
        if (!Sender().IsMatch(lines[start]))
        {
            return false;
        }

        var fields = 0;
        for (int i = start + 1, seen = 0; i < lines.Length && seen < 5; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) && i < start + 10)
            {
                continue;
            }

            seen++;
            fields += HeaderField().IsMatch(lines[i]) ? 1 : 0;
        }

        return fields >= 2;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s{0,4}(?:fwd?|wg|tr|rv|enc|doorst|i|pd|vs|vb)\s{0,2}:", Options)]
    private static partial Regex ForwardSubject();

    [GeneratedRegex(
        @"^\W{0,20}(?:(?:begin )?forwarded(?: message)?|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada)\s{0,2}(?::|[-—_]{2,40})",
        Options | RegexOptions.Multiline)]
    private static partial Regex ForwardLine();

    [GeneratedRegex(
        @"^\s{0,4}[-_*]{2,20} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|oryginalna wiadomość) ?[-_*]{2,20}\s{0,4}$",
        Options)]
    private static partial Regex OriginalMessage();

    [GeneratedRegex(@"^\s{0,4}(?:on|am|le|el|il|op|em|den|w dniu|dnia|a|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b", Options)]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"\b(?:wrote|schrieb(?: .{0,160})?|a écrit|escribió|ha scritto|schreef(?: .{0,160})?|escreveu|skrev(?: .{0,160})?|napisał\(?a?\)?)\s{0,2}: *$", Options)]
    private static partial Regex AttributionEnd();

    [GeneratedRegex(@"^\s{0,4}\*{0,2}(?:from|von|de|da|van|od|från|fra) ?:\*{0,2} ?\S", Options)]
    private static partial Regex Sender();

    [GeneratedRegex(
        @"^\s{0,4}\*{0,2}(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado(?: el)?|fecha|para|asunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|enviada(?: em)?|assunto|wysłano|do|temat|skickat|till|ämne|sendt|til|emne) ?:\*{0,2} ?\S?",
        Options)]
    private static partial Regex HeaderField();
}
