namespace Triage.Classification;

/// <summary>What the model says of one ticket: calibrated probabilities and the labels that follow from them.</summary>
public sealed record TicketLabels
{
    /// <summary>Intents by falling probability, all of them.</summary>
    public required IReadOnlyList<LabelProbability> Intents { get; init; }

    /// <summary>Sentiments by falling probability, all of them.</summary>
    public required IReadOnlyList<LabelProbability> Sentiments { get; init; }

    /// <summary>Probability, 0 to 1, that a skilled person should see the ticket before the queue gets to it.</summary>
    public required double Escalation { get; init; }

    /// <summary>Escalation reasons at or above their threshold, in the taxonomy's order.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public LabelProbability Intent => Intents[0];

    /// <summary>Distance between the first and the second intent, 0 to 1.</summary>
    public double Margin => Intents.Count > 1 ? Intents[0].Probability - Intents[1].Probability : 1;

    public LabelProbability Sentiment => Sentiments[0];

    /// <summary>P(positive) − P(negative), −1 to 1.</summary>
    public double SentimentScore => ProbabilityOf("positive") - ProbabilityOf("negative");

    private double ProbabilityOf(string sentiment) =>
        Sentiments.FirstOrDefault(s => s.Label == sentiment)?.Probability ?? 0;
}

public sealed record LabelProbability(string Label, double Probability);
