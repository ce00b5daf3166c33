using System.Globalization;
using System.Text;

namespace Triage.Tickets.Cleaning;

internal static class Whitespace
{
    /// <summary>
    /// One kind of space and of line end, and nothing invisible; runs and indents stay, because a signature's delimiter is
    /// known by its space.
    /// </summary>
    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\r' when i + 1 < text.Length && text[i + 1] == '\n':
                case '\u200B' or '\u2060' or '\uFEFF' or '\u00AD':
                case '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'):
                    break;

                case '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' or '\v' or '\f':
                    result.Append('\n');
                    break;

                default:
                    result.Append(char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Control ? ' ' : c);
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>Single spaces, at most one blank line in a row, no space at the ends of lines or of the text.</summary>
    public static string Unify(string text)
    {
        var result = new StringBuilder(text.Length);
        int lines = 0, spaces = 0;
        foreach (var c in Normalize(text))
        {
            if (c == '\n')
            {
                lines++;
            }
            else if (c == ' ')
            {
                spaces++;
            }
            else
            {
                if (result.Length > 0)
                {
                    result.Append('\n', Math.Min(lines, 2)).Append(' ', lines == 0 ? Math.Min(spaces, 1) : 0);
                }

                lines = spaces = 0;
                result.Append(c);
            }
        }

        return result.ToString();
    }
}
