namespace Triage.Tickets.PersonalData;

/// <summary>
/// Mail addresses: at most 64 units before the @, at most 253 behind it, a domain of two labels or more. Found from the
/// @ outwards, which is linear however many there are.
/// </summary>
internal static class EmailAddresses
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;

    public static IEnumerable<Range> Find(string text)
    {
        var taken = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > taken && at - start < MaxLocal && IsLocal(text[start - 1]))
            {
                start--;
            }

            while (start < at && text[start] is '.' or '\'' or '-')
            {
                start++;
            }

            var end = at + 1;
            while (end < text.Length && end - at <= MaxDomain && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.'))
            {
                end++;
            }

            while (end > at && text[end - 1] is '.' or '-')
            {
                end--;
            }

            if (start < at && IsDomain(text.AsSpan((at + 1)..Math.Max(end, at + 1))))
            {
                yield return start..end;
                taken = end;
            }
        }
    }

    private static bool IsLocal(char c) =>
        char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' or '\'' or '!' or '#' or '$' or '*' or '~';

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var dot = domain.LastIndexOf('.');
        return dot > 0 && domain.Length - dot > 2 && char.IsLetter(domain[dot + 1]) && domain.IndexOf("..") < 0 && domain[0] is not ('.' or '-');
    }
}
