using System.Buffers;

namespace Triage.Tickets.PersonalData;

/// <summary>Links that let their reader in: a user and password before the host, or a secret among the parameters.</summary>
internal static class CredentialUrls
{
    private const int MaxSchemeLength = 16;

    private static readonly SearchValues<char> UrlEnd = SearchValues.Create(" \t\r\n\v\f\"'<>`{}|\\^[]");

    private static readonly string[] SecretParts =
        ["token", "password", "passwd", "passphrase", "apikey", "accesskey", "secret", "signature", "credential", "jwt"];

    private static readonly string[] SecretNames =
        ["pwd", "pass", "auth", "key", "sig", "session", "sessionid", "sid", "otp", "bearer", "authorization"];

    public static IEnumerable<Range> Find(string text)
    {
        for (var at = 0; (at = NextUrl(text, at, out var afterScheme)) >= 0;)
        {
            var rest = text.AsSpan(afterScheme).IndexOfAny(UrlEnd);
            var end = rest < 0 ? text.Length : afterScheme + rest;
            var next = end;
            while (end > afterScheme && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')')
            {
                end--;
            }

            if (HasUserInfo(text.AsSpan(afterScheme..end)) || HasSecret(text.AsSpan(afterScheme..end)))
            {
                yield return at..end;
            }

            at = Math.Max(next, afterScheme);
        }
    }

    /// <summary>Where the next "scheme://" or "www." starts at or after a position; −1 where none does.</summary>
    private static int NextUrl(string text, int from, out int afterScheme)
    {
        for (var at = from; ;)
        {
            var scheme = text.IndexOf("://", at, StringComparison.Ordinal);
            var www = text.IndexOf("www.", at, StringComparison.OrdinalIgnoreCase);
            if (www >= 0 && (scheme < 0 || www < scheme))
            {
                afterScheme = www + 4;
                return www;
            }

            if (scheme < 0)
            {
                afterScheme = -1;
                return -1;
            }

            var start = scheme;
            while (start > from && scheme - start < MaxSchemeLength && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.'))
            {
                start--;
            }

            afterScheme = scheme + 3;
            if (start < scheme)
            {
                return start;
            }

            at = afterScheme;
        }
    }

    /// <summary>"user:password@" in any URL; a name alone ("git@") is none.</summary>
    private static bool HasUserInfo(ReadOnlySpan<char> url)
    {
        var authority = url.IndexOfAny('/', '?', '#') is >= 0 and var slash ? url[..slash] : url;
        var user = authority.LastIndexOf('@');
        var colon = user > 0 ? authority[..user].IndexOf(':') : -1;
        return colon >= 0 && colon + 1 < user && user + 1 < authority.Length;
    }

    private static bool HasSecret(ReadOnlySpan<char> url)
    {
        var query = url.IndexOfAny('?', '#');
        if (query < 0)
        {
            return false;
        }

        var parameters = url[(query + 1)..];
        foreach (var part in parameters.SplitAny('&', ';', '?', '#'))
        {
            var parameter = parameters[part];
            var equals = parameter.IndexOf('=');
            if (equals > 0 && equals + 1 < parameter.Length && equals <= 64 && IsSecret(parameter[..equals]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSecret(ReadOnlySpan<char> name)
    {
        var plain = name.ToString().ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return SecretNames.Contains(plain) || SecretParts.Any(part => plain.Contains(part, StringComparison.Ordinal));
    }
}
