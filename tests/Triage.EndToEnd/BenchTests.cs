using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class BenchTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModelFact]
    public async Task Each_figure_comes_with_its_limit()
    {
        var report = JsonNode.Parse((await _folder.RunAsync("bench", "--count", "16", "--rounds", "1", "--json")).Succeeded().Output)!;

        Positive(report["throughput"]!["worker"]!["median"]);
        Assert.Equal([1, 8, 16, 32, 64], report["throughput"]!["bare"]!.AsArray().Select(b => (int)b!["batch"]!));
        Positive(report["throughput"]!["ratio"]!["median"]);
        Positive(report["latency"]!["milliseconds"]!["p99"]);
        Positive(report["latency"]!["bareMilliseconds"]);
        Positive(report["queue"]!["completionsPerSecond"]);
        Positive(report["queue"]!["diskFlushesPerSecond"]);

        static void Positive(JsonNode? value) => Assert.InRange((double)value!, double.Epsilon, double.MaxValue);
    }
}
