using System.Buffers;
using System.Globalization;
using System.Text;

namespace Triage.Inference.Tokenization;

/// <summary>
/// BERT's tokenizer, with the ids and offsets that Hugging Face's implementation gives: control and format characters
/// dropped, ideographs and punctuation split off, accents and case removed where the bundle says so, then the greedy longest
/// match of WordPiece. It works on spans in one pass, allocates nothing, stops reading once the budget is full, and may be used
/// from any number of threads.
/// </summary>
public sealed class WordPieceEncoder
{
    private const int LongestWord = 100; // code points; BERT gives up on longer ones

    private readonly Vocabulary _vocabulary;
    private readonly bool _lowercase;

    internal WordPieceEncoder(Vocabulary vocabulary, bool lowercase, int maxTokens)
    {
        _vocabulary = vocabulary;
        _lowercase = lowercase;
        MaxTokens = maxTokens;
    }

    /// <summary>Most tokens of one text, the two that the encoder adds included. What is longer is cut.</summary>
    public int MaxTokens { get; }

    /// <summary>The id that fills a short text's row in a batch.</summary>
    public int PaddingId => _vocabulary.Padding;

    /// <summary>Number of pieces in the vocabulary; ids are below it.</summary>
    public int VocabularySize => _vocabulary.Count;

    /// <summary>Encodes a text.</summary>
    /// <param name="ids">Receives the token ids; at least <see cref="MaxTokens"/> long.</param>
    /// <param name="offsets">Receives where each token comes from; as long as <paramref name="ids"/>, or empty if of no interest.</param>
    /// <returns>The number of tokens, at least 2 and at most <see cref="MaxTokens"/>.</returns>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public int Encode(ReadOnlySpan<char> text, Span<int> ids, Span<TokenOffset> offsets = default)
    {
        if (ids.Length < MaxTokens || (!offsets.IsEmpty && offsets.Length < MaxTokens))
        {
            throw new ArgumentException($"An encoding takes up to {MaxTokens} tokens, the buffer holds {Math.Min(ids.Length, offsets.IsEmpty ? ids.Length : offsets.Length)}.");
        }

        scoped var output = new Output(ids[..(MaxTokens - 1)], offsets);
        output.Add(_vocabulary.Start, 0, 0);
        var word = new Word(stackalloc char[2 * LongestWord], stackalloc int[2 * LongestWord], stackalloc int[2 * LongestWord]);
        Span<int> folded = stackalloc int[Folding.MaxLength];

        for (var at = 0; at < text.Length && !output.IsFull;)
        {
            if (SpecialTokenAt(text[at..]) is { } special)
            {
                Emit(ref word, ref output);
                output.Add(special.Id, at, at + special.Text.Length);
                at += special.Text.Length;
                continue;
            }

            var valid = Rune.DecodeFromUtf16(text[at..], out var rune, out var units) == OperationStatus.Done;
            var (start, end) = (at, at + units);
            at = end;
            if (!valid || IsDropped(rune))
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                Emit(ref word, ref output);
                continue;
            }

            var ideograph = IsIdeograph(rune.Value);
            if (ideograph)
            {
                Emit(ref word, ref output);
            }

            var left = Fold(rune, folded);
            foreach (var codePoint in folded[..left])
            {
                var punctuation = IsPunctuation(codePoint);
                if (punctuation)
                {
                    Emit(ref word, ref output);
                }

                word.Add(codePoint, start, end);
                if (punctuation)
                {
                    Emit(ref word, ref output);
                }
            }

            if (ideograph)
            {
                Emit(ref word, ref output);
            }
        }

        Emit(ref word, ref output);
        ids[output.Count] = _vocabulary.End;
        if (!offsets.IsEmpty)
        {
            offsets[output.Count] = default;
        }

        return output.Count + 1;
    }

    private SpecialToken? SpecialTokenAt(ReadOnlySpan<char> text)
    {
        if (text[0] != '[')
        {
            return null;
        }

        foreach (var special in _vocabulary.Specials)
        {
            if (text.StartsWith(special.Text, StringComparison.Ordinal))
            {
                return special;
            }
        }

        return null;
    }

    private int Fold(Rune rune, Span<int> folded)
    {
        if (_lowercase && !rune.IsAscii)
        {
            return Folding.Fold(rune.Value, folded);
        }

        folded[0] = _lowercase && rune.Value is >= 'A' and <= 'Z' ? rune.Value | 0x20 : rune.Value;
        return 1;
    }

    // Greedy longest match; a word that the vocabulary cannot spell to its end is unknown as a whole.
    private void Emit(ref Word word, ref Output output)
    {
        if (word.IsEmpty)
        {
            return;
        }

        Span<(int Id, int End)> pieces = stackalloc (int, int)[LongestWord];
        var (count, known) = (0, !word.IsTooLong);
        var text = word.Text;
        for (var start = 0; start < text.Length && known;)
        {
            var length = Math.Min(text.Length - start, _vocabulary.LongestPiece);
            int id;
            while (!_vocabulary.TryFind(text.Slice(start, length), insideWord: start > 0, out id) && --length > 0)
            {
            }

            known = length > 0;
            start += length;
            if (known)
            {
                pieces[count++] = (id, start);
            }
        }

        if (known)
        {
            var start = 0;
            foreach (var (id, end) in pieces[..count])
            {
                output.Add(id, word.StartOf(start), word.EndOf(end - 1));
                start = end;
            }
        }
        else
        {
            output.Add(_vocabulary.Unknown, word.Start, word.End);
        }

        word.Clear();
    }

    // Control, format, private-use and surrogate code points. Unassigned ones stay, as in the original.
    private static bool IsDropped(Rune rune) =>
        rune.Value is 0 or 0xFFFD ||
        (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    private static bool IsPunctuation(int codePoint) => codePoint < 0x80
        ? codePoint is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    private static bool IsIdeograph(int codePoint) => codePoint is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);

    private ref struct Output(Span<int> ids, Span<TokenOffset> offsets)
    {
        private readonly Span<int> _ids = ids;
        private readonly Span<TokenOffset> _offsets = offsets;

        public int Count { get; private set; }

        public readonly bool IsFull => Count == _ids.Length;

        public void Add(int id, int start, int end)
        {
            if (IsFull)
            {
                return;
            }

            if (!_offsets.IsEmpty)
            {
                _offsets[Count] = new TokenOffset(start, end - start);
            }

            _ids[Count++] = id;
        }
    }

    // The word being read, as it is looked up, with each unit's origin in the text.
    private ref struct Word(Span<char> units, Span<int> starts, Span<int> ends)
    {
        private readonly Span<char> _units = units;
        private readonly Span<int> _starts = starts;
        private readonly Span<int> _ends = ends;
        private int _length;
        private int _codePoints;

        public readonly bool IsEmpty => _codePoints == 0;

        public readonly bool IsTooLong => _codePoints > LongestWord;

        public readonly ReadOnlySpan<char> Text => _units[.._length];

        public readonly int Start => _starts[0];

        public int End { get; private set; }

        public readonly int StartOf(int unit) => _starts[unit];

        public readonly int EndOf(int unit) => _ends[unit];

        public void Add(int codePoint, int start, int end)
        {
            _codePoints++;
            End = end;
            if (IsTooLong)
            {
                return; // it will be unknown; only its extent matters
            }

            var units = new Rune(codePoint).EncodeToUtf16(_units[_length..]);
            _starts.Slice(_length, units).Fill(start);
            _ends.Slice(_length, units).Fill(end);
            _length += units;
        }

        public void Clear() => (_length, _codePoints) = (0, 0);
    }
}
