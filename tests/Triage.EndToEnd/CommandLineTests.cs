namespace Triage.EndToEnd;

public sealed class CommandLineTests : IDisposable
{
    private readonly TriageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProcessTheory]
    [InlineData("", "Required command")]
    [InlineData("sennd", "'sennd'")]
    [InlineData("send", "Required argument 'FILE'")]
    [InlineData("send missing.jsonl", "'missing.jsonl' does not exist")]
    [InlineData("send --bogus", "Unknown option '--bogus'")]
    [InlineData("status --bogus", "'--bogus'")]
    [InlineData("receive nowhere", "'nowhere'")]
    [InlineData("receive routed --wait 5", "500ms, 5s")]
    [InlineData("receive routed --max 0", "at least 1")]
    [InlineData("dead-letters discard", "Say which")]
    [InlineData("dead-letters discard 1 --all", "Say which")]
    [InlineData("status --set Path", "Key=Value")]
    [InlineData("status --set Sqlite:Path=x", "Triage:Sqlite:Path")]
    public async Task Wrong_usage_ends_with_2_and_says_what_is_wrong_on_stderr(string line, string complaint)
    {
        var finished = await _folder.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(complaint, finished.Error);
        Assert.Empty(finished.Output);
    }

    [ProcessTheory]
    [InlineData("", "run")]
    [InlineData("run", "--until-empty")]
    [InlineData("send", "FILE")]
    [InlineData("receive", "--subscription")]
    [InlineData("status", "--json")]
    [InlineData("dead-letters list", "--reason")]
    [InlineData("dead-letters show", "SEQUENCE")]
    [InlineData("dead-letters resubmit", "--all")]
    [InlineData("dead-letters discard", "--yes")]
    [InlineData("check", "--json")]
    public async Task Every_command_explains_itself(string command, string option)
    {
        var finished = (await _folder.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Succeeded();

        Assert.Contains(option, finished.Output);
        Assert.Contains("--set", finished.Output);
    }

    [ProcessFact]
    public async Task The_version_is_a_line()
    {
        var finished = (await _folder.RunAsync("--version")).Succeeded();

        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(finished.Lines));
    }
}
