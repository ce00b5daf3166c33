using System.Collections.Concurrent;

namespace Triage.Transports.Sqlite;

/// <summary>Wakes the receivers of an entity when this process has put something there.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _next = new();

    /// <summary>Ends with the next arrival. Take it before looking into the file, so that none slips between.</summary>
    public Task Next(string entity) =>
        _next.GetOrAdd(entity, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Announce(string entity)
    {
        if (_next.TryRemove(entity, out var arrival)) arrival.SetResult();
    }

    public void Announce(Destination destination)
    {
        foreach (var route in destination.Routes) Announce(route.Entity);
    }
}
