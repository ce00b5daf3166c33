using Triage.Worker.Bench;

namespace Triage.Tests.Worker.Bench;

public sealed class BenchViewTests
{
    private static readonly BenchReport Report = new()
    {
        Setting = new("triage-en 1.0.0", "cpu: the bundle has no graph for CUDA", 2, 512, 47.3, 5),
        Throughput = ThroughputFigures.Of([80, 82], new Dictionary<int, List<double>> { [1] = [50, 50], [16] = [100, 100] }),
        Latency = new(40.5, 405, new Percentiles(30, 60, 90, 120), 20, 20),
        Queue = new(4050, 3000),
    };

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Every_line_fits_the_terminal(int width) =>
        Assert.All(Show(width).Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));

    [Fact]
    public void Each_figure_stands_with_its_limit()
    {
        var text = Show(120);

        Assert.Matches(@"worker ÷ limit +0\.81 +0\.80 to 0\.82", text);
        Assert.Contains("batch 16: the limit", text);
        Assert.Contains("limit: 20.0 ms for one ticket in the bare model", text);
        Assert.Contains("limit: the disk confirms 3,000 flushes a second", text);
    }

    private static string Show(int width) => ConsoleText.Of(width, console => BenchView.Write(console, Report));
}
