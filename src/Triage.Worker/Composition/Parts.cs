using Triage.Classification;
using Triage.Decisions;
using Triage.Inference.Bundles;
using Triage.Resilience;
using Triage.Tickets;
using Triage.Transports;
using Triage.Worker.Settings;

namespace Triage.Worker.Composition;

/// <summary>What a command works with, made from the settings. Only what it asked for is there.</summary>
internal sealed class Parts(
    TriageSettings settings, Pipelines pipelines, ITransport? transport, Model? model, DecisionPolicy? policy) : IAsyncDisposable
{
    public TriageSettings Settings => settings;

    public Pipelines Pipelines => pipelines;

    public TicketReader Reader { get; } = new();

    public ITransport Transport => Asked(transport);

    public ModelBundle Bundle => Asked(model).Bundle;

    public ITicketClassifier Classifier => Asked(model).Classifier;

    public DecisionPolicy Policy => Asked(policy);

    public async ValueTask DisposeAsync()
    {
        if (model?.Classifier is IAsyncDisposable classifier)
            await classifier.DisposeAsync();
        if (transport is not null)
            await transport.DisposeAsync();
    }

    private static T Asked<T>(T? part)
        where T : class =>
        part ?? throw new InvalidOperationException($"The command did not ask for its {typeof(T).Name}; see {nameof(Needs)}.");
}

/// <summary>A bundle and the session that runs it.</summary>
internal sealed record Model(ModelBundle Bundle, ITicketClassifier Classifier);
