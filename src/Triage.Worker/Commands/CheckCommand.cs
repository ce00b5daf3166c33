using System.CommandLine;
using System.Text.Json.Serialization;
using Spectre.Console;
using Triage.Transports;
using Triage.Worker.Composition;
using Triage.Worker.Settings;

namespace Triage.Worker.Commands;

/// <summary><c>triage check</c>: everything that `run` would stumble over, before anything runs.</summary>
internal static partial class CheckCommand
{
    [JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
    internal enum Verdict
    {
        [JsonStringEnumMemberName("ok")]
        Ok,

        /// <summary>Works, though perhaps not as meant.</summary>
        [JsonStringEnumMemberName("note")]
        Note,

        [JsonStringEnumMemberName("failed")]
        Failed,
    }

    internal sealed record Finding(string Part, Verdict Verdict, string Detail);

    public static Command Declare()
    {
        var json = CommonOptions.Json();
        return new Command("check", "Checks configuration, model, rules, build and connectivity; changes nothing and receives nothing.") { json }
            .Does(async (invocation, cancellation) =>
            {
                var composer = new Composer(invocation.Configure([]), invocation.Loggers, invocation.Time);
                try
                {
                    await composer.MakeAsync(Needs.Transport | Needs.LivePolicy, cancellation);
                    List<Finding> findings = [.. FindingsOf(composer), await ConnectAsync(composer.Transport, cancellation), .. Build()];
                    Write(invocation, findings, invocation.Get(json));
                    return composer.Problems.Count > 0 ? ExitCode.Usage
                        : findings.Any(f => f.Verdict == Verdict.Failed) ? ExitCode.Failed
                        : ExitCode.Done;
                }
                finally
                {
                    await composer.DiscardAsync();
                }
            });
    }

    private static IEnumerable<Finding> FindingsOf(Composer composer)
    {
        foreach (var part in Enum.GetValues<PartKind>())
        {
            var problems = composer.Problems.Where(p => p.Part == part).ToList();
            foreach (var problem in problems)
                yield return new(Name(part), Verdict.Failed, problem.ToString());
            if (problems.Count == 0 && Describe(composer, part) is { } detail)
                yield return new(Name(part), Verdict.Ok, detail);
        }

        if (composer is { Rules: { } rules, Classifier: { } classifier })
        {
            if (rules.Sample)
                yield return new("rules", Verdict.Note, "These are the rules of a sample company: run suggests replies at most. Write your own and set Triage:Rules:Path.");
            foreach (var finding in rules.FindingsWith(classifier.Model))
                yield return new("rules", Verdict.Note, finding.ToString());
        }
    }

    private static string? Describe(Composer composer, PartKind part) => part switch
    {
        PartKind.Settings => "every key is known and in range",
        PartKind.Transport => composer.Transport?.Name,
        PartKind.Rules => composer.Rules is { } rules ? $"{rules.Path}: {rules.Intents.Count} intents, {rules.Teams.Count} teams" : null,
        PartKind.Model => composer.Classifier is { Model.Identity: var model } classifier
            ? $"{model.Name} {model.Version}, taxonomy {model.Taxonomy}, on {classifier.Device}" : null,
        _ => null,
    };

    private static async Task<Finding> ConnectAsync(ITransport? transport, CancellationToken cancellation)
    {
        if (transport is null)
            return new("connectivity", Verdict.Note, "not tried: the transport cannot be made.");

        try
        {
            await transport.CheckAsync(cancellation);
            return new("connectivity", Verdict.Ok, $"{transport.Name}: every entity can be opened");
        }
        catch (TransportException e)
        {
            return new("connectivity", Verdict.Failed, e.Message);
        }
    }

    private static IEnumerable<Finding> Build() =>
    [
        new("build", Verdict.Ok, $"triage {BuildParts.Version}"),
        .. BuildParts.LeftOut.Select(p => new Finding("build", Verdict.Note, $"left out, the package feed lacks it: {p}")),
        .. BuildParts.StandIns.Select(p => new Finding("build", Verdict.Note, $"made locally, the package feed lacks it: {p}")),
    ];

    private static string Name(PartKind part) => part.ToString().ToLowerInvariant();

    private static void Write(Invocation invocation, List<Finding> findings, bool asJson)
    {
        if (asJson)
        {
            bool ok = findings.All(f => f.Verdict != Verdict.Failed);
            invocation.Results.WriteJsonLine(new(ok, findings), CheckJson.Default.CheckReport);
            return;
        }

        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumns("", "", "");
        foreach (var finding in findings)
        {
            var mark = finding.Verdict switch
            {
                Verdict.Ok => new Text("✓", new Style(Color.Green)),
                Verdict.Note => new Text("!", new Style(Color.Yellow)),
                _ => new Text("✗", new Style(Color.Red)),
            };
            table.AddRow(mark, new Text(finding.Part), new Text(finding.Detail));
        }

        invocation.Results.Tables.Write(table);
    }

    /// <param name="Ok">False where anything failed; notes do not count.</param>
    internal sealed record CheckReport(bool Ok, IReadOnlyList<Finding> Findings);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(CheckReport))]
    private sealed partial class CheckJson : JsonSerializerContext;
}
