using Triage.Worker.Evaluation;

namespace Triage.Tests.Worker.Evaluation;

public sealed class ClassScoresTests
{
    [Fact]
    public void Scores_of_one_label_a_ticket()
    {
        // truth:      a a a b b c
        // prediction: a a b b c b
        var scores = Count(["a", "b", "c"], ("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c"), ("c", "b"));

        Assert.Equal(new ClassScore("a", 3, 2, 2), scores[0]);
        Assert.Equal((1.0, 2.0 / 3, 0.8), (scores[0].Precision, scores[0].Recall, scores[0].F1));
        Assert.Equal((1.0 / 3, 0.5, 0.4), (scores[1].Precision, scores[1].Recall, scores[1].F1));
        Assert.Equal((0.0, 0.0, 0.0), (scores[2].Precision, scores[2].Recall, scores[2].F1));
        Assert.Equal((0.8 + 0.4 + 0) / 3, scores.MacroF1()!.Value, precision: 12);
        Assert.Equal(0.5, scores.MicroF1()!.Value, precision: 12); // 3 of 6: with one label each it is the accuracy
    }

    [Fact]
    public void Scores_of_several_labels_a_ticket()
    {
        var scores = Count(["a", "b"], ("a b", "a"), ("", "a b"), ("b", "b"), ("", ""));

        Assert.Equal(new ClassScore("a", 1, 2, 1), scores[0]);
        Assert.Equal(new ClassScore("b", 2, 2, 1), scores[1]);
        Assert.Equal((2.0 / 3 + 0.5) / 2, scores.MacroF1()!.Value, precision: 12);
        Assert.Equal(4.0 / 7, scores.MicroF1()!.Value, precision: 12);
    }

    [Fact]
    public void A_label_that_neither_occurs_nor_was_given_does_not_count()
    {
        var scores = Count(["a", "b"], ("a", "a"));

        Assert.Equal((null, null, null), (scores[1].Precision, scores[1].Recall, scores[1].F1));
        Assert.Equal(1, scores.MacroF1());
    }

    private static IReadOnlyList<ClassScore> Count(string[] labels, params (string Truth, string Predicted)[] tickets)
    {
        var counts = new LabelCounts(labels);
        foreach (var (truth, predicted) in tickets)
        {
            counts.Add(Split(truth), Split(predicted));
        }

        return counts.ToScores();
    }

    private static string[] Split(string labels) => labels.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
