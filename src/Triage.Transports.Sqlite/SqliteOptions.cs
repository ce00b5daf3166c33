namespace Triage.Transports.Sqlite;

/// <summary>The settings under <c>Triage:Sqlite</c>.</summary>
public sealed record SqliteOptions
{
    /// <summary>
    /// The broker's file, on a local disk. Created where absent, readable by its owner only; its folder must exist.
    /// Relative paths start at the working directory. Default <c>./triage.db</c>.
    /// </summary>
    public string Path { get; init; } = "./triage.db";

    /// <summary>
    /// How long a call waits while another process writes to the file; then it fails as transient. 1 s to 5 min, default 10 s.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a waiting receiver looks for what other processes sent. What this process sends wakes it at once.
    /// 10 ms to 1 min, default 200 ms.
    /// </summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Largest size of the file, in bytes. Sends fail as transient 1 MiB below it, so that workers can still receive and
    /// complete, which makes room. At least 4 MiB; null, the default, leaves the limit to the disk.
    /// </summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>Every value outside its range: key, value and limit.</summary>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
            yield return "Triage:Sqlite:Path is empty; name a file on a local disk, for example ./triage.db.";
        if (BusyTimeout < TimeSpan.FromSeconds(1) || BusyTimeout > TimeSpan.FromMinutes(5))
            yield return $"Triage:Sqlite:BusyTimeout is {BusyTimeout}; it must be from 00:00:01 to 00:05:00.";
        if (PollInterval < TimeSpan.FromMilliseconds(10) || PollInterval > TimeSpan.FromMinutes(1))
            yield return $"Triage:Sqlite:PollInterval is {PollInterval}; it must be from 00:00:00.010 to 00:01:00.";
        if (MaxFileBytes < 4 * 1024 * 1024)
            yield return $"Triage:Sqlite:MaxFileBytes is {MaxFileBytes}; it must be at least 4194304, or absent.";
    }
}
