using System.Text.Json.Serialization;

namespace Triage.Worker.Evaluation;

/// <summary>What <c>evaluate --json</c> prints. Shares are 0 to 1; null is what cannot be computed from these tickets.</summary>
internal sealed record EvaluationReport
{
    public required LineCounts Lines { get; init; }

    public required IntentScores Intent { get; init; }

    public required SentimentScores Sentiment { get; init; }

    public required EscalationScores Escalation { get; init; }

    public required ReasonScores Reasons { get; init; }

    /// <summary>Share of tickets that the worker decides itself: all but <c>human_review</c>.</summary>
    public required double? Coverage { get; init; }

    /// <summary>Share of the covered tickets whose intent is right.</summary>
    public required Proportion CoveredPrecision { get; init; }

    public required ReplyScores Replies { get; init; }
}

/// <param name="Read">Lines of the file.</param>
/// <param name="Evaluated">Lines that are a ticket with labels.</param>
/// <param name="Rejected">Lines that are no ticket.</param>
/// <param name="Unlabelled">Tickets without usable labels.</param>
internal sealed record LineCounts(int Read, int Evaluated, int Rejected, int Unlabelled)
{
    /// <summary>The first few lines that were left out, and why.</summary>
    public IReadOnlyList<LineProblem> Problems { get; init; } = [];
}

internal sealed record LineProblem(long Line, string Problem);

/// <param name="Top3Accuracy">Share of tickets whose intent is among the three most probable.</param>
/// <param name="MacroF1">Mean F1 over the intents that occur or were given.</param>
/// <param name="CalibrationError">Expected calibration error of the first intent's probability.</param>
internal sealed record IntentScores(
    double? Accuracy, double? Top3Accuracy, double? MacroF1, double? CalibrationError, IReadOnlyList<ClassScore> Classes);

internal sealed record SentimentScores(
    double? Accuracy, double? MacroF1, double? CalibrationError, IReadOnlyList<ClassScore> Classes);

/// <param name="Threshold">The policy's: at or above it a ticket escalates.</param>
/// <param name="AtThreshold">Precision, recall and F1 of <c>escalate</c> there.</param>
internal sealed record EscalationScores(
    double? AveragePrecision, double Threshold, ClassScore AtThreshold, double? CalibrationError);

internal sealed record ReasonScores(double? MacroF1, double? MicroF1, IReadOnlyList<ClassScore> Codes);

/// <param name="Answered">Share of tickets that would get an automatic reply.</param>
/// <param name="Precision">Share of those replies that answer the intent that the ticket truly has.</param>
/// <param name="EscalatingAnswered">Of the tickets that truly escalate, how many would get one. It must be none.</param>
internal sealed record ReplyScores(Proportion Answered, Proportion Precision, Proportion EscalatingAnswered);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
