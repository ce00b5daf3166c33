using Triage.Decisions;
using Triage.Inference;
using Triage.Resilience;
using Triage.Transports;
using Triage.Worker.Settings;

namespace Triage.Worker.Composition;

/// <summary>What a command works with, made from the settings. Only what it asked for is there.</summary>
internal sealed class Parts(
    TriageSettings settings,
    Pipelines pipelines,
    ITransport? transport,
    OnnxTicketClassifier? classifier,
    DecisionPolicy? policy) : IAsyncDisposable
{
    public TriageSettings Settings => settings;

    public Pipelines Pipelines => pipelines;

    public ITransport Transport => Asked(transport);

    public OnnxTicketClassifier Classifier => Asked(classifier);

    public DecisionPolicy Policy => Asked(policy);

    public async ValueTask DisposeAsync()
    {
        if (classifier is not null)
            await classifier.DisposeAsync();
        if (transport is not null)
            await transport.DisposeAsync();
    }

    private static T Asked<T>(T? part)
        where T : class =>
        part ?? throw new InvalidOperationException($"The command did not ask for its {typeof(T).Name}; see {nameof(Needs)}.");
}
