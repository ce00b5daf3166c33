using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Triage.Classification;
using Triage.Inference.Tokenization;

namespace Triage.Inference.Bundles;

/// <summary>
/// A folder with a trained model and everything that is needed to trust it: manifest, graphs, weights, vocabulary, golden
/// texts. Loading proves that they belong together; what the graph computes is proven by the warm-up of a session.
/// </summary>
public sealed class ModelBundle
{
    private ModelBundle(string folder, Manifest manifest, string digest, WordPieceEncoder encoder, IReadOnlyList<GoldenText> golden)
    {
        Folder = folder;
        Manifest = manifest;
        Encoder = encoder;
        Golden = golden;
        Profile = new ModelProfile
        {
            Identity = new ModelIdentity(manifest.Name, manifest.Version, digest, manifest.Taxonomy),
            Languages = manifest.Languages,
            Intents = manifest.Heads[0].Labels,
            Sentiments = manifest.Heads[1].Labels,
            Reasons = manifest.Heads[3].Labels,
            IntentThreshold = manifest.Heads[0].Thresholds[0],
            IntentMargin = manifest.Heads[0].Margin,
            EscalationThreshold = manifest.Heads[2].Thresholds[0],
            ReplyEscalationThreshold = manifest.ReplyEscalationThreshold,
            AutoReply = manifest.AutoReply,
        };
    }

    public string Folder { get; }

    public ModelProfile Profile { get; }

    public WordPieceEncoder Encoder { get; }

    /// <summary>True where the bundle has a graph for CUDA.</summary>
    public bool HasCudaGraph => Manifest.CudaGraph is not null;

    internal Manifest Manifest { get; }

    internal IReadOnlyList<GoldenText> Golden { get; }

    /// <summary>Reads a bundle and checks that its parts fit: hashes, vocabulary, graphs, golden encodings.</summary>
    /// <param name="folder">The folder that holds <c>manifest.json</c>.</param>
    /// <exception cref="ModelBundleException">The bundle cannot be used; the exception lists every reason.</exception>
    public static ModelBundle Load(string folder)
    {
        folder = Path.GetFullPath(folder);
        var problems = new List<string>();
        var (manifest, digest) = ReadManifest(folder, problems);
        Refuse(folder, problems);

        var contents = ReadFiles(folder, manifest!, problems);
        Refuse(folder, problems);

        var vocabulary = Vocabulary.Read(Encoding.UTF8.GetString(contents[manifest!.Tokenizer.Vocabulary]), manifest.Tokenizer.Vocabulary, problems);
        var golden = GoldenText.ReadAll(contents[manifest.GoldenFile], manifest, problems);
        foreach (var graph in new[] { manifest.CpuGraph, manifest.CudaGraph }.OfType<string>().Distinct())
        {
            CheckGraph(graph, contents[graph], manifest, problems);
        }

        var encoder = vocabulary is null ? null : new WordPieceEncoder(vocabulary, manifest.Tokenizer.Lowercase, manifest.Tokenizer.MaxTokens);
        if (encoder is not null)
        {
            CheckEncodings(encoder, golden, manifest.GoldenFile, problems);
        }

        Refuse(folder, problems);
        return new ModelBundle(folder, manifest, digest, encoder!, golden);
    }

    private static (Manifest?, string Digest) ReadManifest(string folder, List<string> problems)
    {
        if (!Directory.Exists(folder))
        {
            problems.Add("the folder does not exist; set Triage:Model:Path to a folder that holds a manifest.json.");
            return default;
        }

        var path = Path.Combine(folder, Manifest.FileName);
        if (!File.Exists(path))
        {
            problems.Add($"{Manifest.FileName} is missing; a bundle is a folder that holds one, see docs/model-bundle.md.");
            return default;
        }

        var bytes = File.ReadAllBytes(path);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (Manifest.Read(json.RootElement, problems), Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }

            problems.Add($"{Manifest.FileName} holds no JSON object.");
        }
        catch (JsonException e)
        {
            problems.Add($"{Manifest.FileName} is no valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        return default;
    }

    // Returns the contents of all but the weights, which may be large and are only hashed.
    private static Dictionary<string, byte[]> ReadFiles(string folder, Manifest manifest, List<string> problems)
    {
        var wanted = new[] { manifest.Tokenizer.Vocabulary, manifest.GoldenFile, manifest.CpuGraph, manifest.CudaGraph };
        var read = manifest.Files.Keys.AsParallel().Select(file =>
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path))
            {
                return (file, Content: (byte[]?)null, Problem: (string?) $"{file} is missing; copy the whole bundle again.");
            }

            try
            {
                var content = wanted.Contains(file) ? File.ReadAllBytes(path) : null;
                using var stream = content is null ? File.OpenRead(path) : null;
                var found = Convert.ToHexStringLower(stream is null ? SHA256.HashData(content!) : SHA256.HashData(stream));
                return (file, Content: content, Problem: found == manifest.Files[file] ? null
                    : $"{file}: expected SHA-256 {manifest.Files[file]}, found {found}; the file is not the one that the manifest was written for: copy the whole bundle again.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (file, Content: (byte[]?)null, Problem: (string?) $"{file} cannot be read ({e.Message}); correct its permissions.");
            }
        }).OrderBy(r => r.file, StringComparer.Ordinal).ToArray();
        problems.AddRange(read.Select(r => r.Problem).OfType<string>());
        return read.Where(r => r.Content is not null).ToDictionary(r => r.file, r => r.Content!);
    }

    private static void CheckGraph(string file, byte[] model, Manifest manifest, List<string> problems)
    {
        GraphSignature graph;
        try
        {
            graph = GraphSignature.Read(model);
        }
        catch (InvalidDataException e)
        {
            problems.Add($"{file} cannot be read as an ONNX model: {e.Message}; export it again.");
            return;
        }

        problems.AddRange(graph.WeightFiles.Where(w => !manifest.Files.ContainsKey(w))
            .Select(w => $"{file} reads weights from '{w}', which {Manifest.FileName}.files does not list; add it with its SHA-256."));

        foreach (var (role, name) in new[] { ("ids", manifest.IdsInput), ("mask", manifest.MaskInput) })
        {
            if (Find(graph.Inputs, name, $"{file}: inputs.{role}", "input", problems) is { } input
                && (input.Element != GraphElement.Int64 || input.Dimensions is not [null, null]))
            {
                problems.Add($"{file}: inputs.{role}: graph input '{name}' is {input}, expected Int64 [any, any] for batch and sequence; export it with both free.");
            }
        }

        problems.AddRange(graph.Inputs.Where(i => i.Name != manifest.IdsInput && i.Name != manifest.MaskInput)
            .Select(i => $"{file}: graph input '{i.Name}' is not fed; export the graph with the two inputs of the manifest alone."));

        foreach (var head in manifest.Heads)
        {
            var place = $"{file}: head '{head.Name}'";
            if (Find(graph.Outputs, head.Output, place, "output", problems) is not { } output)
            {
                continue;
            }

            if (output.Element != GraphElement.Float || output.Dimensions is not [null, { }])
            {
                problems.Add($"{place}: graph output '{head.Output}' is {output}, expected Float [any, {head.Labels.Length}].");
            }
            else if (output.Dimensions[1] != head.Labels.Length)
            {
                problems.Add($"{place}: {head.Labels.Length} labels, graph output '{head.Output}' has {output.Dimensions[1]}; the manifest and the graph must come from one training run.");
            }
        }
    }

    private static GraphTensor? Find(IReadOnlyList<GraphTensor> tensors, string name, string place, string kind, List<string> problems)
    {
        var found = tensors.FirstOrDefault(t => t.Name == name);
        if (found is null)
        {
            problems.Add($"{place}: the graph has no {kind} '{name}'; it has {string.Join(", ", tensors.Select(t => $"'{t.Name}'"))}.");
        }

        return found;
    }

    private static void CheckEncodings(WordPieceEncoder encoder, List<GoldenText> golden, string file, List<string> problems)
    {
        var ids = new int[encoder.MaxTokens];
        for (var i = 0; i < golden.Count; i++)
        {
            var encoded = ids.AsSpan(0, encoder.Encode(golden[i].Text, ids));
            if (!encoded.SequenceEqual(golden[i].Ids))
            {
                var at = encoded.CommonPrefixLength(golden[i].Ids);
                problems.Add($"{file} line {i + 1}: the encoding differs from token {at} on ({encoded.Length} tokens, expected {golden[i].Ids.Length}); vocabulary and tokenizer settings must be those of the training.");
            }
        }
    }

    private static void Refuse(string folder, List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ModelBundleException(folder, problems);
        }
    }
}
