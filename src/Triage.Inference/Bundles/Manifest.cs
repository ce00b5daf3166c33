using System.Text.Json;
using Triage.Classification;

namespace Triage.Inference.Bundles;

/// <summary>What <c>manifest.json</c> says, as far as the engine needs it.</summary>
internal sealed record Manifest
{
    public const string FileName = "manifest.json";

    public const string Intent = "intent", Sentiment = "sentiment", Escalation = "escalation", Reasons = "reasons";

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Taxonomy { get; init; }

    public required string[] Languages { get; init; }

    /// <summary>File name to SHA-256, lower-case hex.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    public required string CpuGraph { get; init; }

    public required string? CudaGraph { get; init; }

    public required TokenizerSpec Tokenizer { get; init; }

    public required string IdsInput { get; init; }

    public required string MaskInput { get; init; }

    public required string GoldenFile { get; init; }

    /// <summary>Greatest difference of a golden logit, absolute.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Intent, sentiment, escalation and reasons, in this order.</summary>
    public required IReadOnlyList<Head> Heads { get; init; }

    public required double ReplyEscalationThreshold { get; init; }

    public required IReadOnlyDictionary<string, AutoReplyEvidence> AutoReply { get; init; }

    /// <summary>Reads a manifest; what is wrong with it is added to the problems, and the result is then of no use.</summary>
    public static Manifest Read(JsonElement json, List<string> problems)
    {
        var root = new JsonReading(json, FileName, problems);
        var files = Hashes(root.Object("files"));
        var graphs = root.Object("graphs");
        var inputs = root.Object("inputs");
        var golden = root.Object("golden");
        var heads = root.Object("heads");
        var replies = root.Object("autoReply");
        var manifest = new Manifest
        {
            Name = root.Text("name"),
            Version = root.Text("version"),
            Taxonomy = root.Text("taxonomy"),
            Languages = Distinct(root, "languages"),
            Files = files,
            CpuGraph = Listed(graphs, "cpu", files),
            CudaGraph = graphs.Has("cuda") ? Listed(graphs, "cuda", files) : null,
            Tokenizer = TokenizerSpec.Read(root.Object("tokenizer"), files),
            IdsInput = inputs.Text("ids"),
            MaskInput = inputs.Text("mask"),
            GoldenFile = Listed(golden, "file", files),
            Tolerance = golden.Number("tolerance", 1e-6, 1),
            Heads =
            [
                Head.Read(heads, Intent, HeadKind.Softmax),
                Head.Read(heads, Sentiment, HeadKind.Softmax),
                Head.Read(heads, Escalation, HeadKind.Sigmoid, labels: 1),
                Head.Read(heads, Reasons, HeadKind.Sigmoid),
            ],
            ReplyEscalationThreshold = replies.Number("escalationThreshold", 0, 1),
            AutoReply = new Dictionary<string, AutoReplyEvidence>(),
        };
        return manifest with { AutoReply = Evidence(replies.Object("intents"), manifest.Heads[0]) };
    }

    /// <summary>The list under a name, which has to hold something and nothing twice.</summary>
    public static string[] Distinct(JsonReading reading, string name)
    {
        var before = reading.Problems.Count;
        var texts = reading.Texts(name);
        if (texts.Length == 0 && reading.Problems.Count == before)
        {
            reading.Problems.Add($"{reading.Path}.{name} is empty; list at least one.");
        }

        reading.Problems.AddRange(texts.GroupBy(t => t, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => $"{reading.Path}.{name} lists '{g.Key}' {g.Count()} times; list it once."));
        return texts;
    }

    /// <summary>The name of a file that the manifest gives a hash for.</summary>
    public static string Listed(JsonReading reading, string name, IReadOnlyDictionary<string, string> files)
    {
        var before = reading.Problems.Count;
        var file = reading.Text(name);
        if (reading.Problems.Count == before && !files.ContainsKey(file))
        {
            reading.Problems.Add($"{reading.Path}.{name} names '{file}', which {FileName}.files does not list; add it with its SHA-256.");
        }

        return file;
    }

    private static Dictionary<string, string> Hashes(JsonReading reading)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in reading.Names)
        {
            var hash = reading.Text(file);
            if (file != System.IO.Path.GetFileName(file) || file is "" or "." or "..")
            {
                reading.Problems.Add($"{reading.Path}: '{file}' is not the name of a file in the bundle's own folder; a bundle has no sub-folders.");
            }
            else if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            {
                reading.Problems.Add($"{reading.Path}.{file} is no SHA-256; expected 64 lower-case hex digits.");
            }

            hashes[file] = hash;
        }

        return hashes;
    }

    private static Dictionary<string, AutoReplyEvidence> Evidence(JsonReading intents, Head intent)
    {
        intents.Problems.AddRange(intents.Names.Except(intent.Labels)
            .Select(name => $"{intents.Path}: '{name}' is no label of the head '{Intent}'; remove it or correct its spelling."));
        return intents.Names.ToDictionary(name => name, name =>
        {
            var evidence = intents.Object(name);
            return new AutoReplyEvidence(
                evidence.Number("threshold", 0, 1),
                evidence.Integer("answers", 0, int.MaxValue),
                evidence.Number("precision", 0, 1),
                evidence.Flag("targetMet"));
        });
    }
}

/// <param name="Vocabulary">Name of the vocabulary's file.</param>
/// <param name="Lowercase">True where the encoder removes case and accents.</param>
/// <param name="MaxTokens">Longest row of a batch, in tokens.</param>
internal sealed record TokenizerSpec(string Vocabulary, bool Lowercase, int MaxTokens)
{
    public static TokenizerSpec Read(JsonReading reading, IReadOnlyDictionary<string, string> files)
    {
        var before = reading.Problems.Count;
        var kind = reading.Text("kind");
        if (reading.Problems.Count == before && kind != "wordpiece")
        {
            reading.Problems.Add($"{reading.Path}.kind is '{kind}', which this version cannot read; the one kind it knows is 'wordpiece'.");
        }

        return new TokenizerSpec(Manifest.Listed(reading, "vocabulary", files), reading.Flag("lowercase"), reading.Integer("maxTokens", 8, 4_096));
    }
}

internal enum HeadKind { Softmax, Sigmoid }

/// <summary>One output of the graph: what its columns mean, and how logits become probabilities.</summary>
internal sealed record Head
{
    public required string Name { get; init; }

    /// <summary>Name of the graph's output: float logits, shape [batch, labels].</summary>
    public required string Output { get; init; }

    public required HeadKind Kind { get; init; }

    public required string[] Labels { get; init; }

    /// <summary>Logits are divided by it before the softmax or sigmoid.</summary>
    public required double Temperature { get; init; }

    /// <summary>One for each label, 0 to 1; empty where the head needs none.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>Least distance between first and second label, 0 to 1; only for the intent.</summary>
    public required double Margin { get; init; }

    public static Head Read(JsonReading heads, string name, HeadKind kind, int? labels = null)
    {
        var reading = heads.Object(name);
        var (before, kindName) = (reading.Problems.Count, kind == HeadKind.Softmax ? "softmax" : "sigmoid");
        var given = reading.Text("kind");
        if (reading.Problems.Count == before && given != kindName)
        {
            reading.Problems.Add($"{reading.Path}.kind is '{given}', expected '{kindName}'.");
        }

        var head = new Head
        {
            Name = name,
            Output = reading.Text("output"),
            Kind = kind,
            Labels = Manifest.Distinct(reading, "labels"),
            Temperature = reading.Number("temperature", 0.01, 100),
            Thresholds = name switch
            {
                Manifest.Reasons => reading.Numbers("thresholds", 0, 1),
                Manifest.Sentiment => [],
                _ => [reading.Number("threshold", 0, 1)],
            },
            Margin = name == Manifest.Intent ? reading.Number("margin", 0, 1) : 0,
        };
        if (labels is { } count && head.Labels.Length != count && head.Labels.Length > 0)
        {
            reading.Problems.Add($"{reading.Path}.labels lists {head.Labels.Length} labels, expected {count}.");
        }

        if (name == Manifest.Reasons && head.Thresholds.Length != head.Labels.Length)
        {
            reading.Problems.Add($"{reading.Path} has {head.Labels.Length} labels and {head.Thresholds.Length} thresholds; give each label its own.");
        }

        return head;
    }
}
