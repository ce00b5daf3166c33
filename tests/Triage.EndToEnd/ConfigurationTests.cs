using System.Text.Json.Nodes;

namespace Triage.EndToEnd;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProcessFact]
    public async Task An_unknown_setting_in_the_environment_ends_with_2_and_names_what_was_meant()
    {
        var finished = await _folder.Start(
            new Dictionary<string, string> { ["TRIAGE__Sqllite__Path"] = "x.db" }, "status").WaitAsync();

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("Did you mean Triage:Sqlite:Path?", finished.Error);
    }

    [ProcessFact]
    public async Task The_command_line_wins_over_the_environment()
    {
        (await _folder.Start(
            new Dictionary<string, string> { ["Triage__Sqlite__Path"] = "environment.db" },
            "status", "--set", "Triage:Sqlite:Path=command-line.db").WaitAsync()).Succeeded();

        Assert.True(File.Exists(_folder["command-line.db"]));
        Assert.False(File.Exists(_folder["environment.db"]));
    }

    [ProcessFact]
    public async Task Every_problem_of_every_part_is_told_at_once()
    {
        _folder.File("rules.json", """{ "teams": [] }""");

        var finished = await _folder.RunAsync(
            "run", "--set", "Triage:Typo=1", "--set", "Triage:Pump:MaxInFlight=0", "--set", "Triage:Model:Path=./nowhere",
            "--set", "Triage:Rules:Path=./rules.json");

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("Triage:Typo", finished.Error);
        Assert.Contains("Triage:Pump:MaxInFlight", finished.Error);
        Assert.Contains("./nowhere", finished.Error);
        Assert.Contains("./rules.json: $.", finished.Error);
        Assert.Empty(finished.Output);
    }

    [ProcessFact]
    public async Task A_transport_that_this_build_left_out_ends_with_2_and_says_what_to_do()
    {
        var check = JsonNode.Parse((await _folder.RunAsync("check", "--json")).Output)!;
        if (!check["findings"]!.AsArray().Any(f => f!["detail"]!.GetValue<string>().Contains("left out", StringComparison.Ordinal)
            && f["detail"]!.GetValue<string>().Contains("Azure.Messaging.ServiceBus", StringComparison.Ordinal)))
        {
            return; // This build has it; the message is then another.
        }

        var finished = await _folder.RunAsync("status", "--set", "Triage:Transport=ServiceBus");

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("this build left out", finished.Error);
        Assert.Contains("Azure.Messaging.ServiceBus 7.20.2", finished.Error);
        Assert.Contains("public NuGet gallery", finished.Error);
    }

    [ProcessFact]
    public async Task A_file_that_cannot_be_opened_ends_with_1_and_names_it()
    {
        var finished = await _folder.RunAsync("status", "--set", "Triage:Sqlite:Path=./nowhere/triage.db");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains(Path.Combine("nowhere", "triage.db"), finished.Error);
        Assert.DoesNotContain("   at ", finished.Error); // no stack trace
    }

    [ProcessFact]
    public async Task A_file_that_is_no_database_ends_with_1_and_is_left_as_it_is()
    {
        _folder.File("notes.txt", new string('x', 5000));

        var finished = await _folder.RunAsync("send", "notes.txt", "--set", "Triage:Sqlite:Path=notes.txt");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("is not an SQLite file", finished.Error);
        Assert.Equal(5001, new FileInfo(_folder["notes.txt"]).Length);
    }

    [ModelFact]
    public async Task Check_finds_nothing_wrong_with_what_ships()
    {
        var finished = (await _folder.RunAsync("check")).Succeeded();

        Assert.Contains("✓ model", finished.Output);
        Assert.DoesNotContain("✗", finished.Output);
        Assert.DoesNotContain("\u001b", finished.Output, StringComparison.Ordinal); // no colours where stdout is a pipe
    }

    [ModelFact]
    public async Task An_edited_model_file_ends_with_2_and_is_named_with_both_hashes()
    {
        Directory.CreateDirectory(_folder["bundle"]);
        foreach (var file in Directory.EnumerateFiles(Executable.Bundle!))
            File.CreateSymbolicLink(Path.Combine(_folder["bundle"], Path.GetFileName(file)), file);
        File.Delete(Path.Combine(_folder["bundle"], "vocab.txt"));
        File.WriteAllText(Path.Combine(_folder["bundle"], "vocab.txt"), "edited");

        var finished = await _folder.RunAsync("check", "--json", "--set", "Triage:Model:Path=bundle");

        Assert.Equal(2, finished.ExitCode);
        Assert.Matches("vocab.txt: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}", finished.Output);
    }

    [ModelFact]
    public async Task Check_ends_with_1_where_only_the_connection_fails()
    {
        var finished = await _folder.RunAsync("check", "--json", "--set", "Triage:Sqlite:Path=./nowhere/triage.db");

        Assert.Equal(1, finished.ExitCode);
        var failed = Assert.Single(
            JsonNode.Parse(finished.Output)!["findings"]!.AsArray(), f => f!["verdict"]!.GetValue<string>() == "failed");
        Assert.Equal("connectivity", failed!["part"]!.GetValue<string>());
    }
}
