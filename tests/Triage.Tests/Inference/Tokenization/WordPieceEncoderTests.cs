using System.Text.Json;
using FsCheck.Xunit;
using Triage.Inference.Bundles;
using Triage.Inference.Tokenization;

namespace Triage.Tests.Inference.Tokenization;

public sealed class WordPieceEncoderTests
{
    [SharedFact("models/all-minilm-l6-v2/golden-tokens.jsonl")]
    public void Every_golden_text_gets_the_ids_and_offsets_of_the_reference_implementation()
    {
        var model = Shared.Path("models/all-minilm-l6-v2");
        var encoder = Encoder(File.ReadAllText(Path.Combine(model, "vocab.txt")), maxTokens: 4_096);
        var differences = new List<string>();
        var lines = File.ReadLines(Path.Combine(model, "golden-tokens.jsonl")).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            var golden = JsonDocument.Parse(lines[i]).RootElement;
            var text = golden.GetProperty("text").GetString()!;
            var (ids, offsets) = Encode(encoder, text);
            var expectedOffsets = golden.GetProperty("offsets").EnumerateArray().Select(o => (o[0].GetInt32(), o[1].GetInt32()));
            if (!ids.SequenceEqual(golden.GetProperty("ids").EnumerateArray().Select(v => v.GetInt32())))
            {
                differences.Add($"line {i + 1}: ids");
            }
            else if (!offsets.Select(o => InCodePoints(text, o)).SequenceEqual(expectedOffsets))
            {
                differences.Add($"line {i + 1}: offsets {string.Join(' ', offsets.Select(o => InCodePoints(text, o)))} expected {string.Join(' ', expectedOffsets)}");
            }
        }

        Assert.Equal(613, lines.Length);
        Assert.Empty(differences);
    }

    [BundleFact]
    public void Texts_of_many_scripts_keep_their_encodings()
    {
        var encoder = ModelBundle.Load(TestBundle.Folder).Encoder;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Triage.Tests", "Inference", "Tokenization", "encodings.jsonl")))
        {
            var expected = JsonDocument.Parse(line).RootElement;
            var (ids, offsets) = Encode(encoder, expected.GetProperty("text").GetString()!);

            Assert.Equal(expected.GetProperty("ids").EnumerateArray().Select(v => v.GetInt32()), ids);
            Assert.Equal(expected.GetProperty("offsets").EnumerateArray().Select(o => new TokenOffset(o[0].GetInt32(), o[1].GetInt32())), offsets);
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_an_encoding()
    {
        var encoder = Encoder(SmallVocabulary, maxTokens: 64);
        var (ids, offsets) = (new int[64], new TokenOffset[64]);
        const string Text = "The café in Zürich refused my CARD, 12.50 € gone [SEP] 日本語 한국어 unknown-words 😀";
        encoder.Encode(Text, ids, offsets); // the folding table is read once

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            encoder.Encode(Text, ids, offsets);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_long_text_is_cut_to_the_budget_and_still_ends_with_the_end_token()
    {
        var (ids, _) = Encode(Encoder(SmallVocabulary, maxTokens: 8), string.Join(' ', Enumerable.Repeat("the card", 50)));

        Assert.Equal([2, 5, 6, 5, 6, 5, 6, 3], ids);
    }

    [Fact]
    public void A_text_that_fills_the_budget_exactly_loses_nothing()
    {
        var (ids, _) = Encode(Encoder(SmallVocabulary, maxTokens: 8), "the card the card the card");

        Assert.Equal([2, 5, 6, 5, 6, 5, 6, 3], ids);
    }

    [Fact]
    public void A_cased_bundle_keeps_case_and_accents()
    {
        var encoder = Encoder("[PAD]\n[UNK]\n[CLS]\n[SEP]\nCafé\ncafe\n", maxTokens: 8, lowercase: false);

        Assert.Equal([2, 4, 5, 1, 3], Encode(encoder, "Café cafe CAFE").Ids);
    }

    [Fact]
    public void A_buffer_that_may_be_too_short_is_refused_before_anything_is_encoded() =>
        Assert.Throws<ArgumentException>(() => Encoder(SmallVocabulary, maxTokens: 64).Encode("the", new int[63]));

    [Property(MaxTest = 500)]
    public void Any_text_stays_in_the_budget_and_its_offsets_rise_inside_it(string? text, char[] units, byte budget)
    {
        var any = text + new string(units) + text; // half surrogate pairs included
        var encoder = Encoder(SmallVocabulary, maxTokens: 8 + budget);

        var (ids, offsets) = Encode(encoder, any);

        Assert.InRange(ids.Length, 2, encoder.MaxTokens);
        Assert.All(ids, id => Assert.InRange(id, 0, encoder.VocabularySize - 1));
        Assert.Equal((2, 3), (ids[0], ids[^1]));
        var inner = offsets[1..^1];
        Assert.All(inner, o => Assert.True(o.Length > 0 && o.Start >= 0 && o.End <= any.Length));
        Assert.All(inner.Zip(inner.Skip(1)), pair => Assert.True(pair.First.Start <= pair.Second.Start && pair.First.End <= pair.Second.End));
    }

    [Property(MaxTest = 500)]
    public void A_smaller_budget_gives_a_prefix_of_the_larger_ones_tokens(string? text)
    {
        var any = text ?? "";
        var (large, small) = (Encode(Encoder(SmallVocabulary, 4_096), any).Ids, Encode(Encoder(SmallVocabulary, 8), any).Ids);

        Assert.Equal(large[1..^1].Take(6), small[1..^1]);
    }

    private static readonly string SmallVocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\ncard\ncafe\nin\nzurich\n##ed\n"
        + string.Concat(Enumerable.Range('a', 26).Select(c => $"{(char)c}\n##{(char)c}\n")) + string.Concat("!,.€-日本語1250".Select(c => $"{c}\n"));

    private static (int[] Ids, TokenOffset[] Offsets) Encode(WordPieceEncoder encoder, string text)
    {
        var (ids, offsets) = (new int[encoder.MaxTokens], new TokenOffset[encoder.MaxTokens]);
        var count = encoder.Encode(text, ids, offsets);
        return (ids[..count], offsets[..count]);
    }

    private static (int, int) InCodePoints(string text, TokenOffset offset) =>
        (text[..offset.Start].EnumerateRunes().Count(), text[..offset.End].EnumerateRunes().Count());

    private static WordPieceEncoder Encoder(string vocabulary, int maxTokens, bool lowercase = true)
    {
        var problems = new List<string>();
        var read = Vocabulary.Read(vocabulary, "vocab.txt", problems);
        Assert.Empty(problems);
        return new WordPieceEncoder(read!, lowercase, maxTokens);
    }
}
