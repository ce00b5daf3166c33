using System.Globalization;

namespace Triage.Tickets;

/// <summary>
/// Makes half surrogate pairs harmless before the JSON reader, which refuses them, sees the bytes: a producer that cuts
/// text at a fixed length cuts an emoji in two, and a ticket must not be lost for that.
/// </summary>
internal static class JsonBytes
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The bytes without a byte order mark, where each half of a pair, escaped (<c>\ud83d</c>) or encoded on its own
    /// (<c>ED A0 BD</c>), is U+FFFD. Both forms are as long as their replacement, so offsets stay; copies only where needed.
    /// </summary>
    public static ReadOnlyMemory<byte> WithoutHalfSurrogates(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(ByteOrderMark))
        {
            json = json[ByteOrderMark.Length..];
        }

        var bytes = json.Span;
        byte[]? copy = null;
        for (var i = 0; i < bytes.Length; i++)
        {
            var next = bytes[i..].IndexOfAny((byte)'\\', (byte)0xED);
            if (next < 0)
            {
                break;
            }

            i += next;
            if (bytes[i] == 0xED)
            {
                if (i + 2 < bytes.Length && bytes[i + 1] >= 0xA0 && (bytes[i + 2] & 0xC0) == 0x80)
                {
                    "\uFFFD"u8.CopyTo((copy ??= bytes.ToArray()).AsSpan(i));
                    i += 2;
                }
            }
            else if (EscapedUnit(bytes[i..]) is not { } unit)
            {
                i++; // The escaped character, so that the second half of \\ starts nothing.
            }
            else if (!char.IsSurrogate(unit))
            {
                i += 5;
            }
            else if (char.IsHighSurrogate(unit) && EscapedUnit(bytes[(i + 6)..]) is { } low && char.IsLowSurrogate(low))
            {
                i += 11;
            }
            else
            {
                @"\ufffd"u8.CopyTo((copy ??= bytes.ToArray()).AsSpan(i));
                i += 5;
            }
        }

        return copy ?? json;
    }

    private static char? EscapedUnit(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 6 && bytes[0] == '\\' && bytes[1] == 'u'
        && ushort.TryParse(bytes.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
