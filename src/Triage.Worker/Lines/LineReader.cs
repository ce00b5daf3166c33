using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Triage.Worker.Lines;

/// <summary>Reads lines as bytes, however long the file or a line of it is.</summary>
internal static class LineReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Opens a file, or stdin for <c>-</c>.</summary>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static Stream Open(string path) =>
        path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>Lines end with a line feed; a last one may lack it. A byte order mark at the start is no part of the first.</summary>
    /// <param name="maxBytes">Of a longer line only <paramref name="maxBytes"/> + 1 bytes are kept.</param>
    public static async IAsyncEnumerable<InputLine> ReadAsync(
        Stream stream, int maxBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var number = 1;
        var kept = new ArrayBufferWriter<byte>();
        var hasContent = false;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Keep(rest.Slice(0, end));
                yield return Take();
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            // Taken over at once: a line that never ends must not fill the pipe.
            hasContent |= !rest.IsEmpty;
            Keep(rest);
            pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                if (hasContent)
                {
                    yield return Take();
                }

                await pipe.CompleteAsync();
                yield break;
            }
        }

        void Keep(ReadOnlySequence<byte> bytes)
        {
            foreach (var segment in bytes.Slice(0, Math.Min(bytes.Length, maxBytes + 1 - kept.WrittenCount)))
            {
                kept.Write(segment.Span);
            }
        }

        InputLine Take()
        {
            var bytes = kept.WrittenSpan;
            if (number == 1 && bytes.StartsWith(ByteOrderMark))
            {
                bytes = bytes[ByteOrderMark.Length..];
            }

            var line = new InputLine(number++, bytes.ToArray());
            kept.ResetWrittenCount();
            hasContent = false;
            return line;
        }
    }
}
