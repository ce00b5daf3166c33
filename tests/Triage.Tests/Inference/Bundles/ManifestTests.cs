using System.Text.Json;
using System.Text.Json.Nodes;
using Triage.Inference.Bundles;

namespace Triage.Tests.Inference.Bundles;

public sealed class ManifestTests
{
    [Fact]
    public void A_manifest_that_fits_the_form_has_no_problems() => Assert.Empty(Problems(_ => { }));

    [Theory]
    [InlineData("name", null, "manifest.json.name is missing, expected a text.")]
    [InlineData("name", "\" \"", "manifest.json.name is blank; give it a value.")]
    [InlineData("version", "1", "manifest.json.version is a number, expected a text.")]
    [InlineData("languages", "[]", "manifest.json.languages is empty; list at least one.")]
    [InlineData("languages", "[\"en\", 3]", "manifest.json.languages[1] is a number, expected a text.")]
    [InlineData("files/vocab.txt", "\"abc\"", "manifest.json.files.vocab.txt is no SHA-256; expected 64 lower-case hex digits.")]
    [InlineData("files/..", "\"abc\"", "manifest.json.files: '..' is not the name of a file in the bundle's own folder; a bundle has no sub-folders.")]
    [InlineData("graphs/cpu", "\"other.onnx\"", "manifest.json.graphs.cpu names 'other.onnx', which manifest.json.files does not list; add it with its SHA-256.")]
    [InlineData("graphs/cuda", "\"cuda.onnx\"", "manifest.json.graphs.cuda names 'cuda.onnx', which manifest.json.files does not list; add it with its SHA-256.")]
    [InlineData("tokenizer/kind", "\"bpe\"", "manifest.json.tokenizer.kind is 'bpe', which this version cannot read; the one kind it knows is 'wordpiece'.")]
    [InlineData("tokenizer/lowercase", "\"yes\"", "manifest.json.tokenizer.lowercase is a text, expected true or false.")]
    [InlineData("tokenizer/maxTokens", "4", "manifest.json.tokenizer.maxTokens is 4, expected 8 to 4096.")]
    [InlineData("tokenizer/maxTokens", "64.5", "manifest.json.tokenizer.maxTokens is 64.5, expected a whole number.")]
    [InlineData("golden/tolerance", "0", "manifest.json.golden.tolerance is 0, expected 1E-06 to 1.")]
    [InlineData("heads/sentiment", null, "manifest.json.heads.sentiment is missing, expected an object.")]
    [InlineData("heads/intent/kind", "\"sigmoid\"", "manifest.json.heads.intent.kind is 'sigmoid', expected 'softmax'.")]
    [InlineData("heads/intent/labels", "[\"a\", \"b\", \"a\"]", "manifest.json.heads.intent.labels lists 'a' 2 times; list it once.")]
    [InlineData("heads/intent/threshold", "1.5", "manifest.json.heads.intent.threshold is 1.5, expected 0 to 1.")]
    [InlineData("heads/intent/margin", null, "manifest.json.heads.intent.margin is missing, expected a number.")]
    [InlineData("heads/intent/temperature", "0", "manifest.json.heads.intent.temperature is 0, expected 0.01 to 100.")]
    [InlineData("heads/escalation/labels", "[\"yes\", \"no\"]", "manifest.json.heads.escalation.labels lists 2 labels, expected 1.")]
    [InlineData("heads/reasons/thresholds", "[0.5]", "manifest.json.heads.reasons has 2 labels and 1 thresholds; give each label its own.")]
    [InlineData("heads/reasons/thresholds", "[0.5, 2]", "manifest.json.heads.reasons.thresholds[1] is 2, expected 0 to 1.")]
    [InlineData("autoReply/intents/c", "{\"threshold\": 0.9, \"answers\": 40, \"precision\": 1, \"targetMet\": true}", "manifest.json.autoReply.intents: 'c' is no label of the head 'intent'; remove it or correct its spelling.")]
    [InlineData("autoReply/intents/a/answers", "-1", "manifest.json.autoReply.intents.a.answers is -1, expected 0 to 2147483647.")]
    public void What_is_wrong_is_named_with_its_place_and_the_remedy(string path, string? value, string expected) =>
        Assert.Equal([expected], Problems(manifest => Set(manifest, path, value)));

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problems = Problems(manifest =>
        {
            Set(manifest, "name", null);
            Set(manifest, "tokenizer/kind", "\"bpe\"");
            Set(manifest, "heads/intent/margin", "7");
        });

        Assert.Equal(3, problems.Count);
    }

    private static List<string> Problems(Action<JsonObject> change)
    {
        var manifest = (JsonObject)JsonNode.Parse(Fitting)!;
        change(manifest);
        var problems = new List<string>();
        Manifest.Read(JsonElement.Parse(manifest.ToJsonString()), problems);
        return problems;
    }

    private static void Set(JsonObject manifest, string path, string? value)
    {
        var names = path.Split('/');
        var parent = names[..^1].Aggregate(manifest, (node, name) => (JsonObject)node[name]!);
        if (value is null)
        {
            parent.Remove(names[^1]);
        }
        else
        {
            parent[names[^1]] = JsonNode.Parse(value);
        }
    }

    private static readonly string Hash = new('0', 64);

    private static readonly string Fitting = $$"""
        {
          "name": "tiny", "version": "1.0.0", "taxonomy": "1", "languages": ["en"],
          "files": { "model.onnx": "{{Hash}}", "vocab.txt": "{{Hash}}", "golden.jsonl": "{{Hash}}" },
          "graphs": { "cpu": "model.onnx" },
          "tokenizer": { "kind": "wordpiece", "vocabulary": "vocab.txt", "lowercase": true, "maxTokens": 64 },
          "inputs": { "ids": "input_ids", "mask": "attention_mask" },
          "golden": { "file": "golden.jsonl", "tolerance": 0.01 },
          "heads": {
            "intent": { "output": "intent", "kind": "softmax", "labels": ["a", "b"], "temperature": 1, "threshold": 0.5, "margin": 0.1 },
            "sentiment": { "output": "sentiment", "kind": "softmax", "labels": ["negative", "neutral", "positive"], "temperature": 1 },
            "escalation": { "output": "escalation", "kind": "sigmoid", "labels": ["escalate"], "temperature": 1, "threshold": 0.3 },
            "reasons": { "output": "reasons", "kind": "sigmoid", "labels": ["x", "y"], "temperature": 1, "thresholds": [0.5, 0.5] }
          },
          "autoReply": { "escalationThreshold": 0.1, "intents": { "a": { "threshold": 0.9, "answers": 40, "precision": 0.99, "targetMet": true } } }
        }
        """;
}
