namespace Triage.Classification;

/// <summary>
/// The model cannot run at all just now: a known-good text fails too. No ticket is to blame; the call may succeed later.
/// </summary>
public sealed class InferenceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
