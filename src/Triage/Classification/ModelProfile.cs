namespace Triage.Classification;

/// <summary>What decisions and published events need to know of the loaded model; everything comes from the bundle's manifest.</summary>
public sealed record ModelProfile
{
    public required ModelIdentity Identity { get; init; }

    /// <summary>Primary language subtags that the model was trained and measured on.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<string> Intents { get; init; }

    public required IReadOnlyList<string> Sentiments { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Below this probability of the first intent a person decides.</summary>
    public required double IntentThreshold { get; init; }

    /// <summary>Below this distance to the second intent a person decides.</summary>
    public required double IntentMargin { get; init; }

    /// <summary>At or above this probability a ticket escalates.</summary>
    public required double EscalationThreshold { get; init; }

    /// <summary>
    /// An automatic reply needs an escalation probability under this, which is stricter: under it no escalating ticket was
    /// answered when the replies were measured.
    /// </summary>
    public required double ReplyEscalationThreshold { get; init; }

    /// <summary>Per intent, what automatic replies were measured to be worth. An intent that is absent was not measured.</summary>
    public required IReadOnlyDictionary<string, AutoReplyEvidence> AutoReply { get; init; }
}

/// <param name="Digest">SHA-256 of the manifest, lower-case hex. The manifest holds the hash of every other file.</param>
/// <param name="Taxonomy">Version of the label set.</param>
public sealed record ModelIdentity(string Name, string Version, string Digest, string Taxonomy);

/// <summary>Measured on out-of-fold predictions over the training tickets.</summary>
/// <param name="Threshold">Lowest probability at which the precision target holds.</param>
/// <param name="Answers">Predictions at or above the threshold.</param>
/// <param name="Precision">Share of them that were right, 0 to 1.</param>
/// <param name="TargetMet">False where no threshold reached the target with enough answers.</param>
public sealed record AutoReplyEvidence(double Threshold, int Answers, double Precision, bool TargetMet);
