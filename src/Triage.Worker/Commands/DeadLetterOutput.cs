using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json;
using Spectre.Console;
using Triage.Tickets;
using Triage.Transports;
using Triage.Worker.Output;

namespace Triage.Worker.Commands;

/// <summary>Dead letters for people and for machines.</summary>
internal static partial class DeadLetterOutput
{
    public static void WriteList(ResultWriter results, IReadOnlyList<DeadLetter> letters, bool asJson)
    {
        if (asJson)
        {
            results.WriteJsonLine([.. letters.Select(ToSummary)], DeadLetterJson.Default.IReadOnlyListSummary);
            return;
        }

        if (letters.Count == 0)
        {
            results.Text.WriteLine("No dead letters.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("sequence").RightAligned());
        foreach (string column in (string[])["entity", "ticket", "reason", "description"])
            table.AddColumn(column);
        table.AddColumn(new TableColumn("deliveries").RightAligned());
        table.AddColumn(new TableColumn("enqueued").NoWrap());
        foreach (var letter in letters.Select(ToSummary))
        {
            string[] cells =
            [
                letter.Sequence.ToString(CultureInfo.InvariantCulture), letter.Entity, letter.TicketId ?? "", letter.Reason, letter.Description,
                letter.DeliveryCount.ToString(CultureInfo.InvariantCulture), letter.EnqueuedAt.ToString("u", CultureInfo.InvariantCulture),
            ];
            table.AddRow([.. cells.Select(c => new Text(c))]);
        }

        results.Tables.Write(table);
    }

    public static void WriteOne(ResultWriter results, DeadLetter letter, bool asJson)
    {
        if (asJson)
        {
            results.WriteJsonLine(ToSummary(letter) with { MessageId = letter.MessageId, Properties = letter.Properties, Body = Body(letter) }, DeadLetterJson.Default.Summary);
            return;
        }

        var summary = ToSummary(letter);
        var text = results.Text;
        text.WriteLine($"sequence     {summary.Sequence} of {summary.Entity}");
        text.WriteLine($"ticket       {summary.TicketId ?? "(its id cannot be read)"}");
        text.WriteLine($"message id   {letter.MessageId}");
        text.WriteLine($"reason       {summary.Reason}");
        text.WriteLine($"description  {summary.Description}");
        text.WriteLine($"deliveries   {summary.DeliveryCount}");
        text.WriteLine($"enqueued     {summary.EnqueuedAt:u}");
        foreach (var (name, value) in letter.Properties)
            text.WriteLine($"property     {name} = {value}");
        text.WriteLine();
        text.WriteLine(ForTerminal(Encoding.UTF8.GetString(letter.Body.Span)));
    }

    /// <summary>A stranger's text must not command the terminal: control characters become U+FFFD.</summary>
    internal static string ForTerminal(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t') ? '\uFFFD' : c));

    private static Summary ToSummary(DeadLetter letter) => new(
        letter.Sequence, letter.Entity, TicketReader.TryReadId(letter.Body, out string? id) ? id : null,
        letter.Reason, letter.Description, letter.DeliveryCount, letter.EnqueuedAt);

    private static JsonElement Body(DeadLetter letter)
    {
        var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, JsonText.Writing))
            JsonText.WriteBody(json, letter.Body);
        return JsonElement.Parse(body.ToArray());
    }

    /// <summary>What was done with which.</summary>
    internal sealed class Report(string done, ResultWriter results, TextWriter error, bool asJson)
    {
        private readonly List<Reference> _done = [];
        private readonly List<Reference> _gone = [];

        public bool IsComplete => _gone.Count == 0;

        public void Add(DeadLetter letter, bool wasThere) => (wasThere ? _done : _gone).Add(new(letter.Entity, letter.Sequence));

        public void Write()
        {
            foreach (var gone in _gone)
                error.WriteLine($"Dead letter {gone.Sequence} of {gone.Entity} is no longer there: somebody else took it.");
            if (asJson)
                results.WriteJsonLine(new Dictionary<string, IReadOnlyList<Reference>> { [done] = _done, ["gone"] = _gone }, DeadLetterJson.Default.DictionaryStringIReadOnlyListReference);
            else
                results.Text.WriteLine($"{_done.Count:N0} {done}.");
        }
    }

    internal sealed record Reference(string Entity, long Sequence);

    internal sealed record Summary(
        long Sequence, string Entity, string? TicketId, string Reason, string Description, int DeliveryCount, DateTimeOffset EnqueuedAt)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? MessageId { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyDictionary<string, string>? Properties { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public JsonElement? Body { get; init; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(IReadOnlyList<Summary>))]
    [JsonSerializable(typeof(Dictionary<string, IReadOnlyList<Reference>>))]
    private sealed partial class DeadLetterJson : JsonSerializerContext;
}
