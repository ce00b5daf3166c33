namespace Triage.Pump;

/// <summary>How one delivery of a ticket ended.</summary>
public enum TicketOutcome
{
    /// <summary>Decided; its outputs and its completion are committed.</summary>
    Completed,

    DeadLettered,

    /// <summary>Failed in a way that may pass; delivered again.</summary>
    Abandoned,

    /// <summary>The lock was gone before the ticket was settled; delivered again.</summary>
    LockLost,

    /// <summary>Still held at the drain's deadline; handed back.</summary>
    GivenUp,
}

/// <summary>Outcomes since the pump started. Safe to read while it runs.</summary>
public sealed class PumpCounts
{
    private readonly long[] _byOutcome = new long[Enum.GetValues<TicketOutcome>().Length];

    public long Completed => this[TicketOutcome.Completed];

    public long DeadLettered => this[TicketOutcome.DeadLettered];

    public long Abandoned => this[TicketOutcome.Abandoned];

    public long LocksLost => this[TicketOutcome.LockLost];

    public long GivenUp => this[TicketOutcome.GivenUp];

    private long this[TicketOutcome outcome] => Interlocked.Read(ref _byOutcome[(int)outcome]);

    internal void Add(TicketOutcome outcome) => Interlocked.Increment(ref _byOutcome[(int)outcome]);
}
