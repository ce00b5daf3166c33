using System.Text.Json;

namespace Triage.Inference.Bundles;

/// <summary>A text with the ids and logits that the training side computed for it: the oracle of encoder and graph.</summary>
/// <param name="Logits">All heads' logits, one after the other in the manifest's order.</param>
internal sealed record GoldenText(string Text, int[] Ids, float[] Logits)
{
    public static List<GoldenText> ReadAll(byte[] lines, Manifest manifest, List<string> problems)
    {
        var golden = new List<GoldenText>();
        var number = 0;
        foreach (var line in System.Text.Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var place = $"{manifest.GoldenFile} line {++number}";
            try
            {
                using var json = JsonDocument.Parse(line);
                golden.Add(Read(json.RootElement, place, manifest, problems));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
            {
                problems.Add($"{place} cannot be read: expected an object with 'text', 'ids' and each head's logits.");
            }
        }

        if (golden.Count == 0 && problems.Count == 0)
        {
            problems.Add($"{manifest.GoldenFile} is empty; without golden texts nothing proves that the model computes here what it did when it was trained.");
        }

        return golden;
    }

    private static GoldenText Read(JsonElement json, string place, Manifest manifest, List<string> problems)
    {
        var logits = new List<float>();
        foreach (var head in manifest.Heads)
        {
            var values = json.GetProperty(head.Name).EnumerateArray().Select(v => v.GetSingle()).ToArray();
            if (values.Length != head.Labels.Length)
            {
                problems.Add($"{place}: {values.Length} logits of the head '{head.Name}', which has {head.Labels.Length} labels.");
            }

            logits.AddRange(values);
        }

        return new GoldenText(
            json.GetProperty("text").GetString()!,
            [.. json.GetProperty("ids").EnumerateArray().Select(v => v.GetInt32())],
            [.. logits]);
    }
}
