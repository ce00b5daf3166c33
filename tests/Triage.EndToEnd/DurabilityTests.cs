using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

/// <summary>The real process is killed, frozen and run twice, and every ticket still has one effect.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModelFact]
    public async Task Killed_three_times_in_the_middle_of_2000_tickets_it_loses_nothing_and_repeats_nothing()
    {
        var moments = new Random(20260302);
        await SendAsync([.. Tickets(1980), .. Enumerable.Range(0, 20).Select(i => $"bad line {i}")]);

        for (var kill = 1; kill <= 3; kill++)
        {
            await using var worker = _folder.Start("run");
            await WaitUntilPublishedAsync((kill - 1) * 400 + moments.Next(20, 380));
            await worker.SignalAsync("KILL");
            Assert.Equal(137, (await worker.WaitAsync()).ExitCode);
        }

        (await _folder.RunAsync("run", "--until-empty")).Succeeded();

        Assert.Equal(Ids(1980), await ReceiveAllAsync("routed"));
        Assert.Equal(
            Enumerable.Repeat("invalid_json", 20),
            JsonNode.Parse((await _folder.RunAsync("dead-letters", "list", "--json", "--max", "100")).Output)!.AsArray()
                .Select(letter => letter!["reason"]!.GetValue<string>()));
        await AssertNothingIsLeftAsync(deadLettered: 20);
    }

    [ModelFact]
    public async Task Two_workers_on_one_queue_share_the_tickets()
    {
        await SendAsync(Tickets(300));

        var workers = await Task.WhenAll(_folder.RunAsync("run", "--until-empty"), _folder.RunAsync("run", "--until-empty"));

        Assert.All(workers, worker => worker.Succeeded());
        Assert.Equal(Ids(300), await ReceiveAllAsync("routed"));
        await AssertNothingIsLeftAsync();
    }

    [ModelFact]
    public async Task What_a_frozen_worker_held_is_taken_over_and_it_publishes_nothing_twice_when_it_wakes()
    {
        string[] shortLock = ["--set", "Triage:Delivery:LockDuration=2s"];
        await SendAsync(Tickets(300));
        await using var frozen = _folder.Start(["run", .. shortLock, "--set", "Triage:Model:MaxBatch=1"]);
        await WaitUntilPublishedAsync(1);
        await FreezeAsync(frozen);

        // Ends only when nothing is locked any more, so when the frozen worker's locks have expired.
        (await _folder.RunAsync(["run", "--until-empty", .. shortLock])).Succeeded();
        await frozen.SignalAsync("CONT");
        await frozen.SaysAsync("was lost");
        await frozen.SignalAsync("TERM");

        Assert.Equal(0, (await frozen.WaitAsync()).ExitCode);
        Assert.Equal(Ids(300), await ReceiveAllAsync("routed"));
        await AssertNothingIsLeftAsync();
    }

    [ModelFact]
    public async Task A_batch_slower_than_the_lock_is_kept_by_renewal()
    {
        // One at a time on one thread: the last of 300 waits far longer than a lock of one second.
        await SendAsync(Tickets(300));

        var run = (await _folder.RunAsync(
            "run", "--until-empty", "--set", "Triage:Delivery:LockDuration=1s", "--set", "Triage:Pump:MaxInFlight=300",
            "--set", "Triage:Model:MaxBatch=1", "--set", "Triage:Model:IntraOpThreads=1")).Succeeded();

        Assert.Contains("300 completed", run.Error, StringComparison.Ordinal);
        Assert.Equal(Ids(300), await ReceiveAllAsync("routed"));
    }

    [ModelFact]
    public async Task No_word_of_a_customer_reaches_a_log_or_a_dead_letters_description()
    {
        const string Canary = "zanzibar7canary";
        await SendAsync([
            $$$"""{"id": "c-1", "subject": "{{{Canary}}}", "body": "Mail {{{Canary}}}@example.com or call +44 20 7946 0958, card 4111 1111 1111 1111, IBAN GB82 WEST 1234 5698 7654 32, from 203.0.113.77, NINO QQ 12 34 56 C, see https://me:hunter2@example.com/.", "customer": {"id": "{{{Canary}}}"}}""",
            $$$"""{"id": "c-2", "body": "{{{Canary}}}", "channel": 12, "customer": {"id": "{{{Canary}}}", "priorContacts": "{{{Canary}}}"}}""",
            $$"""{"id": "{{Canary}}", "body": " "}""",
            $$"""{"id": "c-3", "body": "{{Canary}} """,
        ]);
        var traced = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Trace" };

        var run = (await _folder.Start(traced, "run", "--until-empty").WaitAsync()).Succeeded();
        var letters = (await _folder.RunAsync("dead-letters", "list", "--json")).Output;

        Assert.Contains("1 completed, 3 dead-lettered", run.Error, StringComparison.Ordinal);
        foreach (var secret in new[] { Canary, "4111 1111", "7946 0958", "1234 5698", "203.0.113.77", "12 34 56", "hunter2" })
        {
            Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.OrdinalIgnoreCase);
        }

        Assert.All(
            JsonNode.Parse(letters)!.AsArray(),
            letter => Assert.DoesNotContain(Canary, letter!["reason"]!.ToString() + letter["description"], StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => $"t-{i:0000}");

    private static IEnumerable<string> Tickets(int count) => Ids(count).Select((id, i) =>
        $$"""{"id": "{{id}}", "channel": "web", "subject": "Order {{i}}", "body": "Where is my order {{i}}? It was due on day {{i % 28}} and nothing came."}""");

    private async Task SendAsync(params IEnumerable<string> lines) =>
        (await _folder.RunAsync("send", _folder.File("tickets.jsonl", lines))).Succeeded();

    /// <summary>Stops a process between two writes: one that is stopped inside a write keeps the file locked, as it must.</summary>
    private async Task FreezeAsync(TriageProcess process)
    {
        Finished repeated;
        do
        {
            await process.SignalAsync("CONT");
            await process.SignalAsync("STOP");

            // Sent before, so it changes nothing; but it needs the file.
            repeated = await _folder.RunAsync("send", "tickets.jsonl", "--set", "Triage:Sqlite:BusyTimeout=1s");
        }
        while (repeated.ExitCode != 0);
    }

    /// <summary>Asks until the topic holds so many messages.</summary>
    private async Task WaitUntilPublishedAsync(int count)
    {
        while ((await CountsAsync("routed/all"))["active"]!.GetValue<int>() < count)
        {
        }
    }

    private async Task<IEnumerable<string>> ReceiveAllAsync(string topic) =>
        (await _folder.RunAsync("receive", topic, "--wait", "100ms")).Succeeded().Lines
            .Select(line => JsonNode.Parse(line)!["body"]!["subject"]!.GetValue<string>())
            .Order(StringComparer.Ordinal);

    private async Task AssertNothingIsLeftAsync(int deadLettered = 0)
    {
        var counts = await CountsAsync("tickets");
        Assert.Equal(
            (0, 0, 0, deadLettered),
            (Count("active"), Count("locked"), Count("scheduled"), Count("deadLettered")));

        int Count(string name) => counts[name]!.GetValue<int>();
    }

    private async Task<JsonNode> CountsAsync(string entity) =>
        JsonNode.Parse((await _folder.RunAsync("status", "--json")).Succeeded().Output)!.AsArray()
            .Single(e => e!["entity"]!.GetValue<string>() == entity)!;
}
