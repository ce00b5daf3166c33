using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Triage.Tickets.PersonalData;

/// <summary>IPv4 in four decimal parts, unless a version is spoken of; IPv6 in all its forms. Times and MAC addresses are neither.</summary>
internal static partial class IpAddresses
{
    public static IEnumerable<Range> FindVersion4(string text)
    {
        for (var match = Version4().Match(text); match.Success; match = match.NextMatch())
        {
            if (!VersionWord().IsMatch(text.AsSpan(Math.Max(0, match.Index - 24)..match.Index)))
            {
                yield return match.Index..(match.Index + match.Length);
            }
        }
    }

    public static IEnumerable<Range> FindVersion6(string text)
    {
        for (var match = Version6().Match(text); match.Success; match = match.NextMatch())
        {
            // One group before "::" is a prefix at most, or a slip of the keys.
            var groups = match.Value.Split(':', StringSplitOptions.RemoveEmptyEntries).Length;
            if ((groups >= 2 || match.ValueSpan.StartsWith("::"))
                && match.ValueSpan.ContainsAnyInRange('0', '9')
                && IPAddress.TryParse(match.ValueSpan, out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                yield return match.Index..(match.Index + match.Length);
            }
        }
    }

    [GeneratedRegex(
        @"(?<![\w]|[\w][.-])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?!\w|[.-]\w)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Version4();

    // The first form ends in IPv4. The dot or colon of a sentence belongs to neither.
    [GeneratedRegex(
        @"(?<![\w:.])(?:[0-9a-fA-F:]{2,32}:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9a-fA-F:]{2,39}(?<=[0-9a-fA-F]|::))(?![\w:])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Version6();

    [GeneratedRegex(@"\b(?:version|versions|ver|v|release|firmware|build|driver|section|chapter|clause)[ .:#]{0,3}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VersionWord();
}
