using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class RunTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModelFact]
    public async Task Every_ticket_is_decided_once_and_what_is_none_is_dead_lettered()
    {
        await SendAsync([.. Tickets(20), "no ticket"]);

        var run = (await _folder.RunAsync("run", "--until-empty")).Succeeded();
        var received = (await _folder.RunAsync("receive", "routed", "--wait", "100ms")).Succeeded();

        Assert.Contains("20 completed, 1 dead-lettered", run.Error);
        Assert.Empty(run.Output);
        Assert.Equal(20, received.Lines.Select(l => JsonNode.Parse(l)!["body"]!["subject"]!.GetValue<string>()).Distinct().Count());
        Assert.Empty((await _folder.RunAsync("receive", "routed", "--wait", "100ms")).Output);
        Assert.Equal((0, 1), await CountAsync("tickets"));
    }

    [ModelFact]
    public async Task A_dead_letter_is_listed_shown_resubmitted_and_discarded()
    {
        await SendAsync(["no ticket"]);
        (await _folder.RunAsync("run", "--until-empty")).Succeeded();

        var listed = JsonNode.Parse((await _folder.RunAsync("dead-letters", "list", "--json")).Output)![0]!;
        var sequence = listed["sequence"]!.ToString();
        var shown = JsonNode.Parse((await _folder.RunAsync("dead-letters", "show", sequence, "--json")).Output)!;

        Assert.Equal("invalid_json", listed["reason"]!.GetValue<string>());
        Assert.Null(listed["body"]);
        Assert.Equal("no ticket", shown["body"]!.GetValue<string>());

        (await _folder.RunAsync("dead-letters", "resubmit", "--reason", "invalid_json")).Succeeded();
        Assert.Equal((1, 0), await CountAsync("tickets"));
        (await _folder.RunAsync("run", "--until-empty")).Succeeded();
        (await _folder.RunAsync("dead-letters", "discard", "--all")).Succeeded();
        Assert.Equal((0, 0), await CountAsync("tickets"));
    }

    [ModelFact]
    public async Task A_reader_that_goes_away_costs_no_message()
    {
        await SendAsync(Tickets(3));
        (await _folder.RunAsync("run", "--until-empty")).Succeeded();

        var piped = await _folder.ShellAsync("\"$EXECUTABLE\" receive routed --wait 100ms | true");

        Assert.Contains("Failed: ", piped.Error);
        Assert.Equal((3, 0), await CountAsync("routed/all"));
    }

    [ModelFact]
    public async Task Received_messages_are_added_to_a_file()
    {
        await SendAsync(Tickets(3));
        (await _folder.RunAsync("run", "--until-empty")).Succeeded();

        (await _folder.RunAsync("receive", "routed", "--max", "1", "--out", "out.jsonl")).Succeeded();
        (await _folder.RunAsync("receive", "routed", "--wait", "100ms", "--out", "out.jsonl")).Succeeded();

        Assert.Equal(3, File.ReadLines(_folder["out.jsonl"]).Count());
    }

    [ModelFact]
    public async Task A_stop_finishes_what_is_held_and_ends_with_0()
    {
        await using var run = _folder.Start("run");
        await run.SaysAsync("Receiving tickets");

        await run.SignalAsync("TERM");

        Assert.Equal(0, (await run.WaitAsync()).ExitCode);
    }

    [ModelFact]
    public async Task At_the_drains_deadline_what_is_left_is_given_back_and_the_exit_code_is_1()
    {
        await using var run = await StartBusyAsync("--set", "Triage:Pump:DrainTimeout=0s");

        await run.SignalAsync("TERM");

        await AssertGivenBackAsync(await run.WaitAsync());
    }

    [ModelFact]
    public async Task A_second_signal_gives_back_what_is_held_and_the_exit_code_is_1()
    {
        await using var run = await StartBusyAsync("--set", "Triage:Pump:DrainTimeout=10m");

        await run.SignalAsync("INT");
        await run.SaysAsync("Stopping");
        await run.SignalAsync("INT");

        await AssertGivenBackAsync(await run.WaitAsync());
    }

    [ModelFact]
    public async Task Metrics_and_traces_go_where_the_endpoint_says_and_hold_nothing_of_a_customer()
    {
        using var collector = new HttpListener();
        var url = $"http://127.0.0.1:{FreePort()}/";
        collector.Prefixes.Add(url);
        collector.Start();
        var collecting = CollectAsync(collector);
        await SendAsync(["""{"id":"secret-ticket","subject":"secret subject","body":"Where is it?","customer":{"id":"secret-customer"}}"""]);

        (await _folder.Start(
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" },
            "run", "--until-empty", "--set", $"Triage:Telemetry:Endpoint={url}").WaitAsync()).Succeeded();
        collector.Stop();
        var received = await collecting;

        Assert.Contains(received, r => r.Path == "/v1/traces" && r.Body.Contains("triage.ticket", StringComparison.Ordinal));
        Assert.Contains(received, r => r.Path == "/v1/metrics" && r.Body.Contains("triage.tickets.settled", StringComparison.Ordinal));
        Assert.All(received, r => Assert.DoesNotContain("secret", r.Body, StringComparison.Ordinal));
    }

    [ModelFact]
    public async Task Logs_are_a_line_each()
    {
        var run = (await _folder.RunAsync("run", "--until-empty")).Succeeded();

        Assert.Contains("Z info: Triage.Pump.TicketPump[100] Receiving tickets", run.Error);
    }

    [ModelFact]
    public async Task Logs_are_JSON_where_asked_for()
    {
        var run = (await _folder.RunAsync("run", "--until-empty", "--set", "Logging:Console:FormatterName=json")).Succeeded();

        var logged = run.Error.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!["EventId"]!.GetValue<int>());
        Assert.Contains(100, logged);
    }

    [ModelFact]
    public async Task Health_answers_where_a_url_is_set()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        await using var run = _folder.Start("run", "--set", $"Triage:Http:Url={url}");
        await run.SaysAsync("Receiving tickets");
        using var http = new HttpClient();

        var live = await http.GetAsync($"{url}/health/live");
        var ready = await http.GetAsync($"{url}/health/ready");
        var parts = JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["parts"]!;
        await run.SignalAsync("TERM");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live.StatusCode, ready.StatusCode));
        Assert.All(["worker", "transport", "circuits"], part => Assert.Equal("ok", parts[part]!["status"]!.GetValue<string>()));
        Assert.Equal(0, (await run.WaitAsync()).ExitCode);
    }

    [ModelFact]
    public async Task A_worker_that_cannot_reach_its_queue_ends_with_1()
    {
        var finished = await _folder.RunAsync("run", "--set", "Triage:Sqlite:Path=./nowhere/triage.db");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("nowhere", finished.Error);
    }

    private const int Many = 400;

    /// <summary>A worker that holds tickets and is far from done: long texts, one ticket a batch.</summary>
    private async Task<TriageProcess> StartBusyAsync(params string[] settings)
    {
        await SendAsync(Tickets(Many, words: 400));
        var run = _folder.Start(["run", "--set", "Triage:Model:MaxBatch=1", "--set", "Triage:Model:IntraOpThreads=1", .. settings]);
        await run.SaysAsync("Receiving tickets");
        while ((await StatusAsync("tickets"))["locked"]!.GetValue<int>() == 0)
        {
        }

        return run;
    }

    private async Task AssertGivenBackAsync(Finished finished)
    {
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("the rest is delivered again", finished.Error);
        Assert.Equal(0, (await StatusAsync("tickets"))["locked"]!.GetValue<int>());
        Assert.Equal(Many, (await CountAsync("tickets")).Active + (await CountAsync("routed/all")).Active);
    }

    private static async Task<List<(string Path, string Body)>> CollectAsync(HttpListener collector)
    {
        var received = new List<(string, string)>();
        while (true)
        {
            HttpListenerContext request;
            try
            {
                request = await collector.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return received; // The test stopped it.
            }

            using var body = new StreamReader(request.Request.InputStream);
            received.Add((request.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
            request.Response.Close();
        }
    }

    private async Task SendAsync(IEnumerable<string> lines)
    {
        _folder.File("tickets.jsonl", lines);
        (await _folder.RunAsync("send", "tickets.jsonl")).Succeeded();
    }

    private static IEnumerable<string> Tickets(int count, int words = 5) => Enumerable.Range(1, count).Select(i =>
        $$"""{"id":"t-{{i}}","subject":"Delivery","body":"{{string.Join(' ', Enumerable.Repeat("When will my order number arrive?", words / 5))}}"}""");

    private async Task<(int Active, int DeadLettered)> CountAsync(string entity)
    {
        var status = await StatusAsync(entity);
        return (status["active"]!.GetValue<int>(), status["deadLettered"]!.GetValue<int>());
    }

    private async Task<JsonNode> StatusAsync(string entity) =>
        JsonNode.Parse((await _folder.RunAsync("status", "--json")).Succeeded().Output)!.AsArray()
            .Single(e => e!["entity"]!.GetValue<string>() == entity)!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
