namespace Triage.Inference.Tokenization;

/// <summary>A WordPiece vocabulary: one piece a line, its id the line's number from 0, <c>##</c> before pieces inside a word.</summary>
internal sealed class Vocabulary
{
    private const string InsideWord = "##";

    private static readonly string[] Required = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _starts;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuations;

    private Vocabulary(Dictionary<string, int> starts, Dictionary<string, int> continuations)
    {
        _starts = starts.GetAlternateLookup<ReadOnlySpan<char>>();
        _continuations = continuations.GetAlternateLookup<ReadOnlySpan<char>>();
        Count = starts.Count + continuations.Count;
        LongestPiece = starts.Keys.Concat(continuations.Keys).Max(p => p.Length);
        Specials = [.. Required.Append("[MASK]").Where(starts.ContainsKey).Select(name => new SpecialToken(name, starts[name]))];
        (Padding, Unknown, Start, End) = (starts["[PAD]"], starts["[UNK]"], starts["[CLS]"], starts["[SEP]"]);
    }

    public int Count { get; }

    /// <summary>Length of the longest piece, in UTF-16 units, without <c>##</c>.</summary>
    public int LongestPiece { get; }

    public int Padding { get; }

    public int Unknown { get; }

    public int Start { get; }

    public int End { get; }

    /// <summary>Tokens that are recognised where a text holds them literally.</summary>
    public SpecialToken[] Specials { get; }

    public bool TryFind(ReadOnlySpan<char> piece, bool insideWord, out int id) =>
        (insideWord ? _continuations : _starts).TryGetValue(piece, out id);

    /// <summary>Reads a vocabulary; null, and problems, where it is none.</summary>
    public static Vocabulary? Read(string text, string fileName, List<string> problems)
    {
        var starts = new Dictionary<string, int>(StringComparer.Ordinal);
        var continuations = new Dictionary<string, int>(StringComparer.Ordinal);
        var before = problems.Count;
        var id = 0;
        foreach (var line in text.TrimEnd('\n', '\r').Split('\n'))
        {
            var piece = line.TrimEnd('\r');
            var added = piece.StartsWith(InsideWord, StringComparison.Ordinal) && piece.Length > InsideWord.Length
                ? continuations.TryAdd(piece[InsideWord.Length..], id)
                : starts.TryAdd(piece, id);
            if (!added)
            {
                problems.Add($"{fileName}: line {id + 1} repeats the piece '{piece}'; every piece must be there once.");
            }

            id++;
        }

        foreach (var special in Required.Where(s => !starts.ContainsKey(s)))
        {
            problems.Add($"{fileName}: the special token {special} is missing; a wordpiece bundle needs {string.Join(", ", Required)}.");
        }

        return problems.Count == before ? new Vocabulary(starts, continuations) : null;
    }
}

internal readonly record struct SpecialToken(string Text, int Id);
