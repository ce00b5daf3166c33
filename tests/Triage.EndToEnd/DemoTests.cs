using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class DemoTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModelFact]
    public async Task Every_sample_ticket_is_accounted_for()
    {
        var report = JsonNode.Parse((await _folder.RunAsync("demo", "--json")).Succeeded().Output)!;

        Assert.True((bool)report["everyTicketAccountedFor"]!);
        Assert.InRange((int)report["sent"]!, 1, 10_000);
        Assert.Equal(
            (int)report["sent"]!,
            (int)report["duplicatesDropped"]! + report["routed"]!.AsArray().Count + report["deadLettered"]!.AsArray().Count);
    }

    [ModelFact]
    public async Task A_person_sees_what_became_of_the_tickets_without_colours_in_a_pipe()
    {
        var output = (await _folder.RunAsync("demo")).Succeeded().Output;

        Assert.Contains("every ticket is accounted for", output);
        Assert.Contains("Dead-lettered", output);
        Assert.DoesNotContain('\e', output);
    }

    [ModelFact]
    public async Task Tickets_of_ones_own_can_be_shown_with_their_duplicates_and_dead_letters()
    {
        const string Ticket = """{"id":"own","body":"Where is my parcel?"}""";
        _folder.File("own.jsonl", Ticket, Ticket, "no ticket");

        var report = JsonNode.Parse((await _folder.RunAsync("demo", "--tickets", "own.jsonl", "--json")).Succeeded().Output)!;

        Assert.Equal("own", (string)Assert.Single(report["routed"]!.AsArray())!["ticketId"]!);
        Assert.Equal(1, (int)report["duplicatesDropped"]!);
        Assert.Equal("invalid_json", (string)Assert.Single(report["deadLettered"]!.AsArray())!["reason"]!);
    }

    [ModelFact]
    public async Task Nothing_is_left_behind_even_upon_an_interrupt()
    {
        var temporary = Directory.CreateDirectory(_folder["tmp"]).FullName;
        await using var demo = _folder.Start(new Dictionary<string, string> { ["TMPDIR"] = temporary }, "demo", "--tickets", "-");
        await demo.Input.WriteLineAsync("""{"id":"1","body":"Where is my parcel?"}""");
        await demo.Input.FlushAsync();
        while (!Directory.EnumerateDirectories(temporary, "triage-*").Any())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await demo.SignalAsync("INT");
        var finished = await demo.WaitAsync();

        Assert.Equal(130, finished.ExitCode);
        Assert.Empty(Directory.EnumerateDirectories(temporary, "triage-*"));
    }
}
