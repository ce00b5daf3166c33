using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class QueueTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProcessFact]
    public async Task What_is_sent_waits_on_the_queue()
    {
        _folder.File("tickets.jsonl", """{"id":"t1","subject":"a"}""", "", "no ticket");

        (await _folder.RunAsync("send", "tickets.jsonl")).Succeeded();

        Assert.Equal((3, 0), await TicketsAsync());
    }

    [ProcessFact]
    public async Task The_same_ticket_sent_twice_waits_once()
    {
        _folder.File("tickets.jsonl", """{"id":"t1","subject":"a"}""");

        (await _folder.RunAsync("send", "tickets.jsonl")).Succeeded();
        (await _folder.RunAsync("send", "tickets.jsonl")).Succeeded();

        Assert.Equal((1, 0), await TicketsAsync());
    }

    [ProcessFact]
    public async Task A_dash_reads_tickets_from_stdin()
    {
        await using var send = _folder.Start("send", "-", "--json");
        await send.Input.WriteAsync("one\ntwo");

        var finished = (await send.WaitAsync()).Succeeded();

        Assert.Equal(2, JsonNode.Parse(finished.Output)!["sent"]!.GetValue<int>());
    }

    [ProcessFact]
    public async Task A_line_over_the_limit_is_named_the_rest_is_sent_and_the_exit_code_is_1()
    {
        _folder.File("tickets.jsonl", "small", new string('x', 2_000_000), "small too");

        var finished = await _folder.RunAsync("send", "tickets.jsonl");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("Line 2 was not sent", finished.Error);
        Assert.Equal((2, 0), await TicketsAsync());
    }

    [ProcessFact]
    public async Task Receiving_ends_with_0_when_nothing_comes()
    {
        var finished = (await _folder.RunAsync("receive", "routed", "--wait", "100ms")).Succeeded();

        Assert.Empty(finished.Output);
    }

    [ProcessFact]
    public async Task An_unknown_subscription_is_an_error_that_names_it()
    {
        var finished = await _folder.RunAsync("receive", "routed", "--subscription", "nobody", "--wait", "100ms");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("routed/nobody", finished.Error);
    }

    [ProcessFact]
    public async Task A_command_that_a_signal_interrupts_ends_with_130()
    {
        await using var receive = _folder.Start("receive", "routed", "--wait", "10m", "--set", "Logging:LogLevel:Default=Trace");
        while (!File.Exists(_folder["triage.db"]))
            await Task.Yield();

        await receive.SignalAsync("INT");

        Assert.Equal(130, (await receive.WaitAsync()).ExitCode);
    }

    [ProcessFact]
    public async Task Status_is_a_table_for_people_and_JSON_for_machines()
    {
        var table = (await _folder.RunAsync("status")).Succeeded();
        var json = JsonNode.Parse((await _folder.RunAsync("status", "--json")).Succeeded().Output)!.AsArray();

        Assert.Contains("dead-lettered", table.Output);
        Assert.Equal(["tickets", "routed/all", "replies/all"], json.Select(e => e!["entity"]!.GetValue<string>()));
        Assert.All(json, e => Assert.Equal(0, e!["deadLettered"]!.GetValue<int>()));
    }

    [ProcessFact]
    public async Task No_dead_letters_are_an_empty_list()
    {
        Assert.Equal("[]", (await _folder.RunAsync("dead-letters", "list", "--json")).Succeeded().Output.Trim());
        Assert.Equal(1, (await _folder.RunAsync("dead-letters", "show", "7")).ExitCode);
        Assert.Equal(1, (await _folder.RunAsync("dead-letters", "discard", "7")).ExitCode);
        (await _folder.RunAsync("dead-letters", "discard", "--all")).Succeeded();
    }

    private async Task<(int Active, int DeadLettered)> TicketsAsync()
    {
        var tickets = JsonNode.Parse((await _folder.RunAsync("status", "--json")).Succeeded().Output)!.AsArray()
            .Single(e => e!["entity"]!.GetValue<string>() == "tickets")!;
        return (tickets["active"]!.GetValue<int>(), tickets["deadLettered"]!.GetValue<int>());
    }
}
