using System.Buffers;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>Links that let their reader in: a user and password before the host, or a secret among the parameters.</summary>
internal static partial class CredentialUrls
{
    private static readonly SearchValues<char> UrlEnd = SearchValues.Create(" \t\r\n\v\f\"'<>`{}|\\^[]");

    private static readonly string[] SecretParts =
        ["token", "password", "passwd", "passphrase", "apikey", "accesskey", "secret", "signature", "credential", "jwt"];

    private static readonly string[] SecretNames =
        ["pwd", "pass", "auth", "key", "sig", "session", "sessionid", "sid", "otp", "bearer", "authorization"];

    public static IEnumerable<Range> Find(string text)
    {
        for (var start = Start().Match(text); start.Success;)
        {
            var afterScheme = start.Index + start.Length;
            var rest = text.AsSpan(afterScheme).IndexOfAny(UrlEnd);
            var next = rest < 0 ? text.Length : afterScheme + rest;
            var end = next;
            while (end > afterScheme && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')')
            {
                end--;
            }

            if (HasUserInfo(text.AsSpan(afterScheme..end)) || HasSecret(text.AsSpan(afterScheme..end)))
            {
                yield return start.Index..end;
            }

            start = Start().Match(text, next);
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

    [GeneratedRegex(@"[a-z][a-z0-9+.-]{0,15}://|www\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
