namespace Triage.Inference.Batching;

/// <summary>
/// Which of the waiting texts make the next batch. The oldest is always in it, so nobody starves; the rest are those of the
/// nearest length, so that little is computed for padding.
/// </summary>
/// <param name="MaxBatch">Most texts of a batch.</param>
/// <param name="TokenBudget">Most tokens of a batch, padding included: texts times the longest. A text over it goes alone.</param>
/// <param name="MaxPadding">Largest share of padding, 0 to 1, that is accepted to fill a batch.</param>
internal sealed record BatchPolicy(int MaxBatch, int TokenBudget, double MaxPadding)
{
    /// <param name="waiting">Texts in the order of their arrival, at least one.</param>
    public NextBatch Next(IReadOnlyList<WaitingText> waiting)
    {
        if (waiting[0].Alone)
        {
            return new NextBatch([0], IsFull: true);
        }

        int[] order = [.. Enumerable.Range(0, waiting.Count).Where(i => !waiting[i].Alone).OrderBy(i => waiting[i].Tokens)];
        var (first, last) = (Array.IndexOf(order, 0), Array.IndexOf(order, 0));
        var (width, tokens, full) = (waiting[0].Tokens, waiting[0].Tokens, false);
        while (!(full = last - first + 1 == MaxBatch))
        {
            // A shorter neighbour costs its own padding; a longer one widens every row that is already there.
            var count = last - first + 1;
            var shorter = first > 0 ? waiting[order[first - 1]].Tokens : int.MinValue;
            var longer = last + 1 < order.Length ? waiting[order[last + 1]].Tokens : int.MaxValue;
            if (first == 0 && last == order.Length - 1)
            {
                break;
            }

            var takeShorter = first > 0 && (longer == int.MaxValue || width - shorter <= (longer - width) * count);
            var (nextWidth, nextTokens) = takeShorter ? (width, tokens + shorter) : (longer, tokens + longer);
            var padded = nextWidth * (count + 1);
            if (padded > TokenBudget)
            {
                full = true;
                break;
            }

            if (padded - nextTokens > MaxPadding * padded)
            {
                break;
            }

            (first, last) = takeShorter ? (first - 1, last) : (first, last + 1);
            (width, tokens) = (nextWidth, nextTokens);
        }

        return new NextBatch(order[first..(last + 1)], full);
    }
}

/// <param name="Tokens">Length of the encoding.</param>
/// <param name="Alone">True for a text that shares its batch with no other.</param>
internal readonly record struct WaitingText(int Tokens, bool Alone);

/// <param name="Indexes">Positions in the list of waiting texts, shortest text first.</param>
/// <param name="IsFull">False where it is worth to linger for more texts.</param>
internal sealed record NextBatch(int[] Indexes, bool IsFull);
