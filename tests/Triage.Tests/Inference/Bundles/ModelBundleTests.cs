using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Triage.Inference.Bundles;

namespace Triage.Tests.Inference.Bundles;

public sealed class ModelBundleTests
{
    [BundleFact]
    public void The_bundle_loads_and_its_digest_is_the_manifests_hash()
    {
        var bundle = ModelBundle.Load(TestBundle.Folder);

        Assert.Equal(Hash(Path.Combine(TestBundle.Folder, "manifest.json")), bundle.Profile.Identity.Digest);
        Assert.Equal(30, bundle.Profile.Intents.Count);
        Assert.Equal(["negative", "neutral", "positive"], bundle.Profile.Sentiments);
        Assert.Equal(9, bundle.Profile.Reasons.Count);
        Assert.NotEmpty(bundle.Golden);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.Contains(folder, Assert.Throws<ModelBundleException>(() => ModelBundle.Load(folder)).Message);
    }

    [Fact]
    public void A_folder_without_a_manifest_is_no_bundle()
    {
        var folder = Directory.CreateTempSubdirectory();

        Assert.Contains("manifest.json is missing", Problem(folder.FullName));
        folder.Delete();
    }

    [Fact]
    public void A_manifest_that_is_no_JSON_is_refused_with_the_place()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "manifest.json"), "{\n  \"name\": oops }");

        Assert.Contains("line 2", Problem(folder.FullName));
        folder.Delete(recursive: true);
    }

    [BundleFact]
    public void A_missing_file_and_a_changed_one_are_both_told()
    {
        using var copy = new BundleCopy();
        var expected = Hash(copy["vocab.txt"]);
        File.AppendAllText(copy["vocab.txt"], "more\n");
        File.Delete(copy["golden.jsonl"]);

        var problems = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(copy.Folder)).Problems;

        Assert.Equal(2, problems.Count);
        Assert.Contains("golden.jsonl is missing", problems[0]);
        Assert.Contains($"vocab.txt: expected SHA-256 {expected}, found {Hash(copy["vocab.txt"])}", problems[1]);
    }

    [BundleFact]
    public void Labels_that_do_not_fit_the_graph_are_told_with_both_numbers()
    {
        using var copy = new BundleCopy();
        Change(copy, manifest => ((JsonArray)manifest["heads"]!["sentiment"]!["labels"]!).Add("mixed"));

        var problems = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(copy.Folder)).Problems;

        Assert.Contains(problems, p => p.Contains("head 'sentiment': 4 labels, graph output 'sentiment' has 3"));
        Assert.Contains(problems, p => p.Contains("golden.jsonl line 1: 3 logits of the head 'sentiment', which has 4 labels"));
    }

    [BundleFact]
    public void Inputs_and_outputs_that_the_graph_lacks_are_told_with_those_it_has()
    {
        using var copy = new BundleCopy();
        Change(copy, manifest =>
        {
            manifest["inputs"]!["ids"] = "ids";
            manifest["heads"]!["reasons"]!["output"] = "why";
        });

        var problems = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(copy.Folder)).Problems;

        Assert.Contains(problems, p => p.Contains("the graph has no input 'ids'; it has 'input_ids', 'attention_mask'"));
        Assert.Contains(problems, p => p.Contains("the graph has no output 'why'"));
    }

    [BundleFact]
    public void Weights_without_a_hash_are_refused()
    {
        using var copy = new BundleCopy();
        Change(copy, manifest => ((JsonObject)manifest["files"]!).Remove("weights.bin"));

        Assert.Contains("reads weights from 'weights.bin', which manifest.json.files does not list", Problem(copy.Folder));
    }

    [BundleFact]
    public void A_file_that_is_no_graph_is_refused()
    {
        using var copy = new BundleCopy();
        Replace(copy, "model.onnx", "no graph at all");

        Assert.Contains("model.onnx cannot be read as an ONNX model", Problem(copy.Folder));
    }

    [BundleFact]
    public void A_vocabulary_that_repeats_a_piece_or_lacks_a_special_token_is_refused()
    {
        using var copy = new BundleCopy();
        Replace(copy, "vocab.txt", "[PAD]\n[UNK]\n[CLS]\nthe\nthe\n");

        var problems = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(copy.Folder)).Problems;

        Assert.Contains(problems, p => p.Contains("line 5 repeats the piece 'the'"));
        Assert.Contains(problems, p => p.Contains("the special token [SEP] is missing"));
    }

    [BundleFact]
    public void A_tokenizer_that_encodes_otherwise_than_the_training_is_refused()
    {
        using var copy = new BundleCopy();
        Change(copy, manifest => manifest["tokenizer"]!["lowercase"] = false);

        Assert.Contains("the encoding differs from token", Problem(copy.Folder));
    }

    private static string Problem(string folder) => Assert.Throws<ModelBundleException>(() => ModelBundle.Load(folder)).Problems[0];

    private static void Replace(BundleCopy copy, string file, string content)
    {
        File.WriteAllText(copy[file], content);
        Change(copy, manifest => manifest["files"]![file] = Hash(copy[file]));
    }

    private static void Change(BundleCopy copy, Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(copy["manifest.json"]))!;
        change(manifest);
        File.WriteAllText(copy["manifest.json"], manifest.ToJsonString());
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
