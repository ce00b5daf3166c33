using FsCheck.Xunit;
using Triage.Inference.Batching;

namespace Triage.Tests.Inference.Batching;

public sealed class BatchPolicyTests
{
    private static readonly BatchPolicy Policy = new(MaxBatch: 4, TokenBudget: 400, MaxPadding: 0.2);

    [Fact]
    public void The_oldest_is_joined_by_those_of_the_nearest_length() =>
        Assert.Equal([50, 52, 55, 58], Lengths(Policy, 55, 10, 150, 52, 58, 90, 50, 20));

    [Fact]
    public void The_oldest_goes_even_if_nobody_is_like_it() =>
        Assert.Equal([190], Lengths(Policy, 190, 10, 11, 12, 13));

    [Fact]
    public void A_batch_is_full_at_the_token_budget_though_more_would_fit_by_count()
    {
        var next = Policy.Next(Waiting(150, 150, 150));

        Assert.Equal(2, next.Indexes.Length);
        Assert.True(next.IsFull);
    }

    [Fact]
    public void A_text_over_the_budget_goes_by_itself() =>
        Assert.Equal([500], Lengths(Policy, 500, 500));

    [Fact]
    public void Fewer_texts_than_fit_are_worth_lingering_for() =>
        Assert.False(Policy.Next(Waiting(20, 20, 20)).IsFull);

    [Fact]
    public void A_text_that_must_be_alone_goes_at_once_and_alone()
    {
        var next = Policy.Next([new(20, Alone: true), new(20, Alone: false)]);

        Assert.Equal([0], next.Indexes);
        Assert.True(next.IsFull);
    }

    [Fact]
    public void A_text_that_must_be_alone_joins_no_older_one() =>
        Assert.Equal([0, 2], Policy.Next([new(20, false), new(20, Alone: true), new(20, false)]).Indexes);

    [Property]
    public void Every_batch_holds_the_oldest_and_keeps_all_limits(byte[] lengths, bool[] alone, byte count, byte budget, byte padding)
    {
        var waiting = lengths.Select((l, i) => new WaitingText(2 + l, i < alone.Length && alone[i])).Append(new(2, false)).ToArray();
        var policy = new BatchPolicy(1 + count % 40, 64 + budget * 4, padding / 256.0);

        var batch = policy.Next(waiting).Indexes;

        Assert.Contains(0, batch);
        Assert.Equal(batch.Length, batch.Distinct().Count());
        Assert.InRange(batch.Length, 1, policy.MaxBatch);
        if (batch.Length > 1)
        {
            var padded = batch.Length * batch.Max(i => waiting[i].Tokens);
            Assert.InRange(padded, 1, policy.TokenBudget);
            Assert.True(padded - batch.Sum(i => waiting[i].Tokens) <= policy.MaxPadding * padded);
            Assert.All(batch, i => Assert.False(waiting[i].Alone));
        }
    }

    private static WaitingText[] Waiting(params int[] lengths) => [.. lengths.Select(l => new WaitingText(l, Alone: false))];

    private static int[] Lengths(BatchPolicy policy, params int[] lengths) => [.. policy.Next(Waiting(lengths)).Indexes.Select(i => lengths[i])];
}
