using Microsoft.Extensions.Configuration;
using Triage.Inference;
using Triage.Worker.Settings;

namespace Triage.Tests.Worker;

public sealed class TriageSettingsTests
{
    [Fact]
    public void Nothing_set_gives_the_defaults_and_no_problem()
    {
        var settings = Read(out var problems);

        Assert.Empty(problems);
        Assert.Equal(TransportKind.Sqlite, settings.Transport);
        Assert.Equal("./triage.db", settings.Sqlite.Path);
        Assert.Equal(TimeSpan.FromSeconds(25), settings.Pump.DrainTimeout);
        Assert.Equal(32, settings.Model.MaxBatch);
        Assert.Equal(TimeSpan.FromMilliseconds(20), settings.Model.Linger);
        Assert.Null(settings.Http.Url);
    }

    [Fact]
    public void Keys_and_names_are_read_whatever_their_case()
    {
        var settings = Read(
            out var problems,
            ("triage:TRANSPORT", "sqlite"), ("Triage:Model:Device", "cpu"), ("Triage:Model:TokenBudget", "512"),
            ("Triage:Pump:DrainTimeout", "1m"), ("Triage:Replies:AllowUncounted", "True"), ("Triage:Http:Url", "http://+:8080"));

        Assert.Empty(problems);
        Assert.Equal(InferenceDevice.Cpu, settings.Model.Device);
        Assert.Equal(512, settings.Model.TokenBudget);
        Assert.Equal(TimeSpan.FromMinutes(1), settings.Pump.DrainTimeout);
        Assert.True(settings.Replies.AllowUncounted);
    }

    [Fact]
    public void An_empty_value_is_as_good_as_none()
    {
        var settings = Read(out var problems, ("Triage:Http:Url", ""), ("Triage:Sqlite:Path", " "), ("Triage:Model:MaxBatch", ""));

        Assert.Empty(problems);
        Assert.Equal("./triage.db", settings.Sqlite.Path);
        Assert.Equal(32, settings.Model.MaxBatch);
    }

    [Theory]
    [InlineData("Triage:Sqllite:Path", "Did you mean Triage:Sqlite:Path?")]
    [InlineData("Triage:Pump:MaxInflght", "Did you mean Triage:Pump:MaxInFlight?")]
    [InlineData("Triage:MaxBatch", "Did you mean Triage:Model:MaxBatch?")]
    [InlineData("Triage:Colour", "Remove it")]
    [InlineData("Triage:Sqlite:Path:More", "is no setting")]
    [InlineData("Triage:Transport:Name", "is no setting")]
    public void An_unknown_key_is_a_problem_that_names_what_was_meant(string key, string remedy)
    {
        Read(out var problems, (key, "value-of-it"));

        var problem = Assert.Single(problems);
        Assert.Equal(key, problem.Where);
        Assert.Contains(remedy, problem.What);
        Assert.DoesNotContain("value-of-it", problem.ToString());
    }

    [Theory]
    [InlineData("Triage:Transport", "Kafka", "must be Sqlite or ServiceBus")]
    [InlineData("Triage:Transport", "1", "must be Sqlite or ServiceBus")]
    [InlineData("Triage:Model:Device", "gpu", "must be Auto, Cuda or Cpu")]
    [InlineData("Triage:Pump:MaxInFlight", "many", "must be a whole number, from 1 to 4,096")]
    [InlineData("Triage:Pump:MaxInFlight", "99999999999", "must be a whole number")]
    [InlineData("Triage:Pump:MaxInFlight", "0", "from 1 to 4,096")]
    [InlineData("Triage:Pump:MaxInFlight", "4097", "from 1 to 4,096")]
    [InlineData("Triage:Pump:DrainTimeout", "5", "is no duration; write it as 500ms, 5s")]
    [InlineData("Triage:Pump:DrainTimeout", "11m", "from 0s to 10m")]
    [InlineData("Triage:Replies:AllowUncounted", "yes", "must be true or false")]
    [InlineData("Triage:Model:MaxBatch", "0", "1 to 256")]
    [InlineData("Triage:Sqlite:BusyTimeout", "1ms", "00:00:01")]
    [InlineData("Triage:Sqlite", "x.db", "is a section")]
    [InlineData("Triage:Http:Url", "8080", "http://localhost:8080")]
    [InlineData("Triage:Telemetry:Endpoint", "collector:4317", "http://collector:4317")]
    public void A_value_that_does_not_fit_is_a_problem_with_its_key_and_limit(string key, string value, string limit)
    {
        Read(out var problems, (key, value));

        var problem = Assert.Single(problems);
        Assert.Equal(key, problem.Where);
        Assert.Contains(limit, problem.What);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        Read(out var problems, ("Triage:Typo", "1"), ("Triage:Transport", "?"), ("Triage:Pump:MaxInFlight", "0"), ("Triage:Model:Linger", "1h"));

        Assert.Equal(
            ["Triage:Model:Linger", "Triage:Pump:MaxInFlight", "Triage:Transport", "Triage:Typo"],
            problems.Select(p => p.Where).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_message_holds_every_problem()
    {
        var message = new ConfigurationException([new("A", "is wrong."), new("B", "is too.")]).Message;

        Assert.StartsWith("The configuration has 2 problems:", message);
        Assert.Contains("A: is wrong.", message);
        Assert.Contains("B: is too.", message);
    }

    [Fact]
    public void The_documentation_lists_every_setting_with_its_default()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        reader.Read<TriageSettings>("Triage");
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "settings.md"))
            .Where(line => line.StartsWith("| `Triage:", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1].Trim('`'), cells[2].Trim('`')))
            .Order();

        Assert.Equal(reader.Known.Select(k => (k.Key, k.ShownDefault)).Order(), documented);
    }

    private static TriageSettings Read(out List<Problem> problems, params (string Key, string Value)[] values)
    {
        problems = [];
        return TriageSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build(), problems);
    }
}
