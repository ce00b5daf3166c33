using System.Text;
using Triage.Worker.Evaluation;

namespace Triage.Tests.Worker.Evaluation;

public sealed class TrueLabelsTests
{
    [Fact]
    public void Labels_are_read_from_a_ticket()
    {
        var labels = Read("""{"id":"1","body":"x","labels":{"intent":"get_refund","sentiment":"negative","escalation":"escalate","reasons":["severe_anger"]}}""", out var problem);

        Assert.Null(problem);
        Assert.Equal(("get_refund", "negative", true), (labels!.Intent, labels.Sentiment, labels.Escalates));
        Assert.Equal(["severe_anger"], labels.Reasons);
    }

    [Fact]
    public void Reasons_may_be_missing()
    {
        var labels = Read("""{"labels":{"intent":"other","sentiment":"neutral","escalation":"routine"}}""", out _);

        Assert.False(labels!.Escalates);
        Assert.Empty(labels.Reasons);
    }

    [Fact]
    public void A_byte_order_mark_before_the_ticket_does_not_matter() =>
        Assert.NotNull(Read("\uFEFF" + """{"labels":{"intent":"other","sentiment":"neutral","escalation":"routine"}}""", out _));

    [Theory]
    [InlineData("""{"id":"1"}""", "has no 'labels' object")]
    [InlineData("""{"labels":{"sentiment":"neutral","escalation":"routine"}}""", "has no string 'labels.intent'")]
    [InlineData("""{"labels":{"intent":"refund","sentiment":"neutral","escalation":"routine"}}""", "has a 'labels.intent' that is not one of the model's 2")]
    [InlineData("""{"labels":{"intent":"other","sentiment":3,"escalation":"routine"}}""", "has no string 'labels.sentiment'")]
    [InlineData("""{"labels":{"intent":"other","sentiment":"neutral","escalation":true}}""", "has no string 'labels.escalation'")]
    [InlineData("""{"labels":{"intent":"other","sentiment":"neutral","escalation":"routine","reasons":"severe_anger"}}""", "has a 'labels.reasons' that is no array of strings")]
    [InlineData("""{"labels":{"intent":"other","sentiment":"neutral","escalation":"routine","reasons":["rage"]}}""", "has a code in 'labels.reasons' that is not one of the model's 1")]
    [InlineData("""{"labels":{"intent":"\ud83d","sentiment":"neutral","escalation":"routine"}}""", "has 'labels' with half a surrogate pair")]
    public void What_is_wrong_is_named(string line, string expected)
    {
        Assert.Null(Read(line, out var problem));
        Assert.Equal(expected, problem);
    }

    private static TrueLabels? Read(string line, out string? problem) =>
        TrueLabels.Read(Encoding.UTF8.GetBytes(line), Labelled.Model, out problem);
}
