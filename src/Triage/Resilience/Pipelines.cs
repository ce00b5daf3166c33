using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Triage.Classification;
using Triage.Transports;

namespace Triage.Resilience;

/// <summary>
/// The named resilience pipelines around calls that leave the process or enter native code. Completing, dead-lettering and
/// abandoning have none on purpose: a settlement in doubt is left to redelivery, which the deterministic MessageId makes harmless.
/// </summary>
public sealed class Pipelines
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<NamedCircuit> _circuits = [];

    public Pipelines(PipelineOptions options, TimeProvider time, ILogger<Pipelines> logger)
    {
        _time = time;
        _logger = logger;
        ReceiveCircuit = AddCircuit("receive");
        InferenceCircuit = AddCircuit("inference");

        // Receiving and inference have nowhere to fail to: they try until they are cancelled, and the circuit paces them.
        Receive = Build("receive", int.MaxValue, options, options.CallTimeout, ReceiveCircuit, IsTransientTransportFault);
        Inference = Build("inference", int.MaxValue, options, timeout: null, InferenceCircuit, e => e is InferenceUnavailableException);
        Renew = Build("renew", 2, options, options.RenewTimeout, circuit: null, IsTransientTransportFault);
        Send = Build("send", 5, options, options.CallTimeout, circuit: null, IsTransientTransportFault);
        Telemetry.ObserveCircuits(this);
    }

    /// <summary>Receiving from a queue. Its timeout must exceed the receive's own wait.</summary>
    public ResiliencePipeline Receive { get; }

    /// <summary>Renewing one lock.</summary>
    public ResiliencePipeline Renew { get; }

    /// <summary>Sending outside a transaction.</summary>
    public ResiliencePipeline Send { get; }

    /// <summary>Classifying one ticket. No timeout here: only the session can stop a native run.</summary>
    public ResiliencePipeline Inference { get; }

    public NamedCircuit ReceiveCircuit { get; }

    public NamedCircuit InferenceCircuit { get; }

    /// <summary>Every circuit, for health and metrics.</summary>
    public IReadOnlyList<NamedCircuit> Circuits => _circuits;

    private NamedCircuit AddCircuit(string name)
    {
        var circuit = new NamedCircuit(name);
        _circuits.Add(circuit);
        return circuit;
    }

    private ResiliencePipeline Build(
        string name, int retries, PipelineOptions options, TimeSpan? timeout, NamedCircuit? circuit, Func<Exception, bool> isTransient)
    {
        var builder = new ResiliencePipelineBuilder { Name = name, TimeProvider = _time };
        builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstDelay,
            MaxDelay = options.MaxDelay,
            ShouldHandle = arguments => new(arguments.Outcome.Exception is { } e
                && (isTransient(e) || e is BrokenCircuitException or TimeoutRejectedException)),
            OnRetry = arguments =>
            {
                // While a circuit is open every held ticket asks again: the opening was logged once, that is enough.
                if (arguments.Outcome.Exception is { } e and not BrokenCircuitException)
                {
                    Log.Retrying(_logger, name, arguments.AttemptNumber + 1, arguments.RetryDelay, e.Message);
                }

                return default;
            },
        });
        if (circuit is not null)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                Name = name,
                StateProvider = circuit.State,
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = options.SamplingDuration,
                BreakDuration = options.BreakDuration,
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } e && (isTransient(e) || e is TimeoutRejectedException)),
                OnOpened = arguments =>
                {
                    Log.CircuitOpened(_logger, name, arguments.BreakDuration, arguments.Outcome.Exception?.Message ?? "");
                    return default;
                },
                OnClosed = _ =>
                {
                    Log.CircuitClosed(_logger, name);
                    return default;
                },
            });
        }

        if (timeout is { } limit)
        {
            builder.AddTimeout(limit);
        }

        return builder.Build();
    }

    private static bool IsTransientTransportFault(Exception e) => e is TransportException { IsTransient: true };
}

/// <summary>A circuit's name and its state, as health and metrics show it.</summary>
public sealed class NamedCircuit(string name)
{
    public string Name => name;

    internal CircuitBreakerStateProvider State { get; } = new();

    /// <summary>True while calls are refused; a half-open circuit lets one through and counts as closed.</summary>
    public bool IsOpen => State.CircuitState is CircuitState.Open or CircuitState.Isolated;
}
