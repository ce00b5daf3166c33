using System.Buffers;
using System.Runtime.CompilerServices;

namespace Triage.Worker.Input;

/// <summary>A line of a file as bytes, without its line feed and otherwise unchanged: invalid UTF-8 stays what it is.</summary>
/// <param name="Number">1 for the first line.</param>
/// <param name="Bytes">The line, or its beginning where it is longer than was asked for.</param>
/// <param name="Length">The line's whole length in bytes.</param>
internal sealed record Line(long Number, ReadOnlyMemory<byte> Bytes, long Length)
{
    public bool IsCut => Length > Bytes.Length;
}

internal static class Lines
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Reads line by line. Nothing after the last line feed is no line; an empty line between two is one.</summary>
    /// <param name="maxBytes">What is kept of a line: a file without line feeds does not fill the memory.</param>
    public static async IAsyncEnumerable<Line> ReadAsync(
        Stream stream, int maxBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chunk = new byte[64 * 1024];
        var kept = new ArrayBufferWriter<byte>();
        long number = 1, length = 0;
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            var rest = chunk.AsMemory(0, read);
            while (rest.Span.IndexOf(LineFeed) is >= 0 and var end)
            {
                Keep(rest[..end]);
                yield return Take();
                rest = rest[(end + 1)..];
            }

            Keep(rest);
        }

        if (length > 0)
            yield return Take();

        void Keep(ReadOnlyMemory<byte> part)
        {
            length += part.Length;
            kept.Write(part.Span[..Math.Min(part.Length, maxBytes - kept.WrittenCount)]);
        }

        Line Take()
        {
            var line = new Line(number++, kept.WrittenSpan.ToArray(), length);
            kept.ResetWrittenCount();
            length = 0;
            return line;
        }
    }
}
