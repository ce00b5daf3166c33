namespace Triage.Worker.Composition;

/// <summary>What a command works with. What it does not need is neither loaded nor checked.</summary>
[Flags]
internal enum Needs
{
    Nothing = 0,

    /// <summary>The broker.</summary>
    Transport = 1,

    /// <summary>The model bundle, loaded and warmed up.</summary>
    Classifier = 2,

    /// <summary>The rules, checked against the model; so it brings the classifier.</summary>
    Policy = 4 | Classifier,

    /// <summary>
    /// Decisions reach customers: sample rules are capped at suggesting, and an unknown count of replies too. Otherwise the
    /// rules are used as they are.
    /// </summary>
    LivePolicy = 8 | Policy,
}
