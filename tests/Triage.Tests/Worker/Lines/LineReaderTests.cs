using System.Text;
using FsCheck.Xunit;
using Triage.Worker.Lines;

namespace Triage.Tests.Worker.Lines;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one", new[] { "one" })]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\n\n three\n", new[] { "one", "", " three" })]
    [InlineData("\n", new[] { "" })]
    [InlineData("one\r\ntwo", new[] { "one\r", "two" })]
    [InlineData("\uFEFFone\n\uFEFFtwo", new[] { "one", "\uFEFFtwo" })]
    public async Task A_line_is_what_stands_before_a_line_feed(string text, string[] expected) =>
        Assert.Equal(expected, await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1000));

    [Fact]
    public async Task Lines_are_numbered_from_one()
    {
        var numbers = new List<int>();
        await foreach (var line in LineReader.ReadAsync(new MemoryStream("a\n\nb"u8.ToArray()), 10, default))
        {
            numbers.Add(line.Number);
        }

        Assert.Equal([1, 2, 3], numbers);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_cut_right_behind_it()
    {
        var text = $"{new string('x', 200_000)}\nshort\n{new string('y', 200_000)}";

        Assert.Equal(["xxxxx", "short", "yyyyy"], await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), maxBytes: 4));
    }

    [Property]
    public async Task It_does_not_matter_in_which_pieces_bytes_arrive(byte[] bytes, byte pieces)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(bytes.Select(b => b % 5 == 0 ? '\n' : (char)('a' + (b % 26)))));
        var inPieces = new PiecewiseStream(text, piece: (pieces % 7) + 1);

        Assert.Equal(await ReadAsync(new MemoryStream(text), 20), await ReadAsync(inPieces, 20));
    }

    private static async Task<List<string>> ReadAsync(Stream stream, int maxBytes)
    {
        var lines = new List<string>();
        await foreach (var line in LineReader.ReadAsync(stream, maxBytes, default))
        {
            lines.Add(Encoding.UTF8.GetString(line.Bytes.Span));
        }

        return lines;
    }

    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
