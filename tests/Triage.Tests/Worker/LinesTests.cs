using System.Text;
using FsCheck.Xunit;
using Triage.Worker.Input;

namespace Triage.Tests.Worker;

public sealed class LinesTests
{
    [Fact]
    public async Task Every_line_keeps_its_bytes_and_its_number()
    {
        var lines = await ReadAsync("one\n\n\u00e9\r\nlast"u8.ToArray());

        Assert.Equal(["one", "", "\u00e9\r", "last"], lines.Select(l => Encoding.UTF8.GetString(l.Bytes.Span)));
        Assert.Equal([1, 2, 3, 4], lines.Select(l => l.Number));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\n\n", 2)]
    [InlineData("\n", 1)]
    public async Task The_last_line_feed_ends_a_line_and_begins_none(string text, int count) =>
        Assert.Equal(count, (await ReadAsync(Encoding.UTF8.GetBytes(text))).Count);

    [Fact]
    public async Task A_long_line_is_cut_and_its_length_known_and_the_next_one_whole()
    {
        var lines = await ReadAsync([.. new byte[200_000], (byte)'\n', (byte)'x'], maxBytes: 1000);

        Assert.Equal((1000, 200_000, true), (lines[0].Bytes.Length, lines[0].Length, lines[0].IsCut));
        Assert.Equal((1, 1, false), (lines[1].Bytes.Length, lines[1].Length, lines[1].IsCut));
    }

    [Property]
    public void Lines_joined_by_line_feeds_come_back(byte[][] lines)
    {
        byte[][] written = [.. lines.Select(l => l.Where(b => b != '\n').ToArray()), [1]];
        byte[] file = [.. written.SelectMany((l, i) => i == 0 ? l : l.Prepend((byte)'\n'))];

        Assert.Equal(written, ReadAsync(file).GetAwaiter().GetResult().Select(l => l.Bytes.ToArray()));
    }

    private static async Task<List<Line>> ReadAsync(byte[] bytes, int maxBytes = 1 << 20) =>
        await Lines.ReadAsync(new MemoryStream(bytes), maxBytes, CancellationToken.None).ToListAsync();
}
