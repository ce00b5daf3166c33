namespace Triage.Transports.Sqlite;

/// <summary>Instants in the file: whole milliseconds since 1970, UTC.</summary>
internal static class UnixTime
{
    public static long Now(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The first millisecond that is not before the instant.</summary>
    public static long NotBefore(DateTimeOffset instant) => instant.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds();

    public static long Milliseconds(this TimeSpan span) => (long)span.TotalMilliseconds;

    public static DateTimeOffset ToInstant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
