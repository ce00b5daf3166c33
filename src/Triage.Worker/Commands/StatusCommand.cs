using System.CommandLine;
using System.Text.Json.Serialization;
using Spectre.Console;
using Triage.Transports;
using Triage.Worker.Composition;

namespace Triage.Worker.Commands;

/// <summary><c>triage status</c>: what lies where.</summary>
internal static partial class StatusCommand
{
    public static Command Declare()
    {
        var json = CommonOptions.Json();
        return new Command("status", "Counts messages per queue and subscription.") { json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Transport, cancellation);
                var status = await parts.Transport.GetStatusAsync(cancellation);
                if (invocation.Get(json))
                    invocation.Results.WriteJsonLine(status, StatusJson.Default.IReadOnlyListEntityStatus);
                else
                    invocation.Results.Tables.Write(Table(status));
                return ExitCode.Done;
            });
    }

    private static Table Table(IReadOnlyList<EntityStatus> status)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("entity");
        foreach (var column in (string[])["active", "locked", "scheduled", "dead-lettered"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var entity in status)
            table.AddRow([entity.Entity, .. ((long?[])[entity.Active, entity.Locked, entity.Scheduled, entity.DeadLettered]).Select(c => c?.ToString("N0") ?? "?")]);
        return table;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(IReadOnlyList<EntityStatus>))]
    private sealed partial class StatusJson : JsonSerializerContext;
}
