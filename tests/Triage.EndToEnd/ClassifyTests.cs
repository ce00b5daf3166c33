using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class ClassifyTests : IDisposable
{
    private static readonly int[] Garbage = [1, 20, 50, 77, 100];

    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModelFact]
    public async Task Five_garbage_lines_among_a_hundred_give_five_errors_in_their_places()
    {
        _folder.File("tickets.jsonl", Enumerable.Range(1, 100).Select(Line));

        var lines = (await _folder.RunAsync("classify", "tickets.jsonl")).Succeeded().Lines;

        Assert.Equal(100, lines.Length);
        for (var number = 1; number <= 100; number++)
        {
            var result = JsonNode.Parse(lines[number - 1])!;
            if (Garbage.Contains(number))
            {
                Assert.Equal(number, (int)result["line"]!);
                Assert.Equal("invalid_json", (string)result["error"]!["reason"]!);
            }
            else
            {
                Assert.Equal($"t-{number}", (string)result["id"]!);
                Assert.NotEmpty((string)result["intent"]!["label"]!);
                Assert.Equal(2, result["intent"]!["alternatives"]!.AsArray().Count);
                Assert.NotEmpty((string)result["decision"]!["action"]!);
            }
        }
    }

    [ModelFact]
    public async Task Results_can_go_to_a_file_and_tickets_come_from_stdin()
    {
        await using var classify = _folder.Start("classify", "-", "--out", "labels.jsonl");
        await classify.Input.WriteAsync(Line(2));

        var finished = (await classify.WaitAsync()).Succeeded();

        Assert.Empty(finished.Output);
        Assert.Equal("t-2", (string)JsonNode.Parse(Assert.Single(await File.ReadAllLinesAsync(_folder["labels.jsonl"])))!["id"]!);
    }

    [ModelFact]
    public async Task Stderr_is_silent_where_nobody_looks()
    {
        _folder.File("tickets.jsonl", Line(2));

        Assert.Empty((await _folder.RunAsync("classify", "tickets.jsonl")).Succeeded().Error);
    }

    [ProcessFact]
    public async Task The_input_is_not_overwritten()
    {
        _folder.File("tickets.jsonl", Line(2));

        var finished = await _folder.RunAsync("classify", "tickets.jsonl", "--out", "./tickets.jsonl");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("would be overwritten", finished.Error);
        Assert.Equal(Line(2), Assert.Single(await File.ReadAllLinesAsync(_folder["tickets.jsonl"])));
    }

    private static string Line(int number) => Garbage.Contains(number)
        ? "no ticket"
        : $$"""{"id":"t-{{number}}","subject":"Parcel {{number}}","body":"Where is my parcel? It should have come last week."}""";
}
