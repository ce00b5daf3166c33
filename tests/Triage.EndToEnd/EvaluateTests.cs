using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class EvaluateTests : IDisposable
{
    private const string Labels = """ "labels":{"intent":"track_order","sentiment":"neutral","escalation":"routine","reasons":[]}""";

    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ValidationFact]
    public async Task The_shipped_model_is_as_good_as_promised_on_tickets_that_it_has_never_seen()
    {
        var report = JsonNode.Parse((await _folder.RunAsync("evaluate", ValidationFactAttribute.Path, "--json")).Succeeded().Output)!;

        AtLeast(0.89, report["intent"]!["accuracy"]);
        AtLeast(0.85, report["sentiment"]!["accuracy"]);
        AtLeast(0.94, report["escalation"]!["averagePrecision"]);
        Assert.Equal(0, (int)report["replies"]!["escalatingAnswered"]!["hits"]!);
        Assert.Equal((int)report["lines"]!["read"]!, (int)report["lines"]!["evaluated"]!);
        AtLeast(0.5, report["coverage"]);
        AtLeast(0.5, report["reasons"]!["macroF1"]);
    }

    [ModelFact]
    public async Task Lines_without_labels_are_left_out_and_named()
    {
        _folder.File(
            "tickets.jsonl",
            $$"""{"id":"1","body":"Where is my parcel?",{{Labels}}}""",
            """{"id":"2","body":"Where is my parcel?"}""",
            "no ticket");

        var report = JsonNode.Parse((await _folder.RunAsync("evaluate", "tickets.jsonl", "--json")).Succeeded().Output)!;
        var shown = (await _folder.RunAsync("evaluate", "tickets.jsonl")).Succeeded().Output;

        Assert.Equal((3, 1, 1, 1), (Count("read"), Count("evaluated"), Count("rejected"), Count("unlabelled")));
        Assert.Contains("2 of 3 lines were left out", shown);
        Assert.Contains("line 2 has no 'labels' object", shown);
        Assert.Contains("line 3 is no ticket (invalid_json)", shown);

        int Count(string name) => (int)report["lines"]![name]!;
    }

    [ModelFact]
    public async Task A_file_without_any_labels_is_an_error()
    {
        _folder.File("tickets.jsonl", """{"id":"2","body":"Where is my parcel?"}""");

        var finished = await _folder.RunAsync("evaluate", "tickets.jsonl");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("1 have no usable labels. Line 1 has no 'labels' object.", finished.Error);
    }

    private static void AtLeast(double least, JsonNode? value) => Assert.InRange((double)value!, least, 1);
}

/// <summary>A test on the validation tickets beside the checkout, which are not part of the repository.</summary>
internal sealed class ValidationFactAttribute : SharedFactAttribute
{
    public static string Path { get; } = Shared.Path("data/tickets/validation.jsonl");

    public ValidationFactAttribute() : base("data/tickets/validation.jsonl") => Skip ??= new ModelFactAttribute().Skip;
}
