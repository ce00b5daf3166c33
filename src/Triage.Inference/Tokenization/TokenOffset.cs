namespace Triage.Inference.Tokenization;

/// <summary>Where a token comes from, in UTF-16 units of the encoded text. Tokens that the encoder adds are at 0, length 0.</summary>
public readonly record struct TokenOffset(int Start, int Length)
{
    public int End => Start + Length;
}
