using System.ComponentModel.DataAnnotations;

namespace Triage.Pump;

public sealed record PumpOptions
{
    /// <summary>
    /// Tickets held under lock at once, 1 to 4,096. At the limit the pump stops receiving. More give the batcher a better
    /// choice of equal lengths; each holds its lock and its text in memory.
    /// </summary>
    [Range(1, 4096)]
    public int MaxInFlight { get; init; } = 256;

    /// <summary>How long a stop waits for held tickets, 0 to 10 minutes. What is left then is abandoned: delivered again elsewhere.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long one receive waits for a first message, 50 ms to 30 s. Only an idle pump notices.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan ReceiveWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From this delivery on a ticket is inferred alone, 2 to 100: it may be what killed the process before.</summary>
    [Range(2, 100)]
    public int AloneFromDelivery { get; init; } = 3;
}
