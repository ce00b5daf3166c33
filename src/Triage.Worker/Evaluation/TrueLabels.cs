using System.Text.Json;
using Triage.Classification;

namespace Triage.Worker.Evaluation;

/// <summary>What people said of a ticket: the <c>labels</c> of a line that <c>evaluate</c> reads.</summary>
internal sealed record TrueLabels(string Intent, string Sentiment, bool Escalates, IReadOnlyList<string> Reasons)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads <c>{"intent", "sentiment", "escalation": "escalate" | "routine", "reasons": [codes]}</c> from a ticket's line.</summary>
    /// <param name="line">A JSON object that was already read as a ticket.</param>
    /// <param name="problem">What is missing or not of the model's taxonomy; null where labels were read.</param>
    /// <returns>Null where the line has no usable labels.</returns>
    public static TrueLabels? Read(ReadOnlyMemory<byte> line, ModelProfile model, out string? problem)
    {
        using var document = JsonDocument.Parse(line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line);
        if (!document.RootElement.TryGetProperty("labels", out var labels) || labels.ValueKind != JsonValueKind.Object)
        {
            problem = "has no 'labels' object";
            return null;
        }

        try
        {
            var intent = One(labels, "intent", model.Intents, out problem);
            var sentiment = problem is null ? One(labels, "sentiment", model.Sentiments, out problem) : null;
            var escalation = problem is null ? One(labels, "escalation", ["escalate", "routine"], out problem) : null;
            var reasons = problem is null ? Several(labels, "reasons", model.Reasons, out problem) : [];
            return problem is null ? new TrueLabels(intent!, sentiment!, escalation == "escalate", reasons) : null;
        }
        catch (InvalidOperationException)
        {
            problem = "has 'labels' with half a surrogate pair";
            return null;
        }
    }

    private static string? One(JsonElement labels, string name, IReadOnlyList<string> known, out string? problem)
    {
        var label = labels.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        problem = label is null ? $"has no string 'labels.{name}'"
            : known.Contains(label) ? null
            : $"has a 'labels.{name}' that is not one of the model's {known.Count}";
        return label;
    }

    private static string[] Several(JsonElement labels, string name, IReadOnlyList<string> known, out string? problem)
    {
        problem = null;
        if (!labels.TryGetProperty(name, out var values) || values.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (values.ValueKind != JsonValueKind.Array || values.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
        {
            problem = $"has a 'labels.{name}' that is no array of strings";
        }
        else if (values.EnumerateArray().Any(v => !known.Contains(v.GetString()!)))
        {
            problem = $"has a code in 'labels.{name}' that is not one of the model's {known.Count}";
        }

        return problem is null ? [.. values.EnumerateArray().Select(v => v.GetString()!).Distinct()] : [];
    }
}
