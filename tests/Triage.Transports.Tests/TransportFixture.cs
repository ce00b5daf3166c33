namespace Triage.Transports.Tests;

/// <summary>An empty broker with the entities of <see cref="Topology"/>, and the time that it lives in.</summary>
public abstract class TransportFixture : IAsyncDisposable
{
    /// <summary>From <see cref="ConformanceTopology"/>, with the shortest spans that this broker is quick to test with.</summary>
    public abstract Topology Topology { get; }

    public abstract ITransport Transport { get; }

    /// <summary>How long to wait for what is there already, or to be sure that nothing is; zero where that is certain at once.</summary>
    public abstract TimeSpan Moment { get; }

    public abstract DateTimeOffset Now { get; }

    /// <summary>The same broker, as another process sees it. The fixture disposes it.</summary>
    public abstract ITransport OpenAnother();

    /// <summary>Lets time pass: a fake clock is advanced, a real one waited for.</summary>
    public abstract Task PassAsync(TimeSpan time);

    public abstract ValueTask DisposeAsync();
}
