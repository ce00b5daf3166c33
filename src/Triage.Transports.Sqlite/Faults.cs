using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Triage.Transports.Sqlite;

/// <summary>What SQLite's result codes mean for an operator, and whether the same call may succeed later.</summary>
internal static class Faults
{
    public static TransportException Explain(SqliteException e, SqliteOptions options, string path)
    {
        var (what, isTransient) = e.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => (
                $"was locked by another process for over {options.BusyTimeout}. Close the program that holds it, or raise Triage:Sqlite:BusyTimeout", true),
            SQLITE_FULL => (
                "is on a full disk, or has reached Triage:Sqlite:MaxFileBytes. Free space or raise the limit; nothing was written, and work goes on by itself", true),
            SQLITE_READONLY => (
                "cannot be written. Give this user write access to the file and its folder, or set Triage:Sqlite:Path to another place", false),
            SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => (
                "cannot be opened. Give this user read and write access to the file and its folder", false),
            SQLITE_NOTADB => (
                "is not an SQLite file and was left as it is. Set Triage:Sqlite:Path to a file of Triage's own", false),
            SQLITE_CORRUPT => (
                "is damaged. Stop every worker, keep a copy, and recover it with 'sqlite3 FILE .recover'", false),
            SQLITE_IOERR => (
                "gave an I/O error. Look at the disk's health and space", true),
            _ => ("gave an unexpected error", false),
        };
        return new TransportException(
            $"'{path}' {what} (SQLite {e.SqliteErrorCode}/{e.SqliteExtendedErrorCode}).", isTransient, e);
    }
}
