using Microsoft.Data.Sqlite;

namespace Triage.Transports.Sqlite;

/// <summary>Opens the file, durable settings first, and makes its tables where it is new.</summary>
internal static class Database
{
    /// <summary>Raised with every change of the tables; a file with a higher one is refused.</summary>
    public const long Version = 1;

    /// <summary>"TRIA", which tells this file from any other SQLite file.</summary>
    private const long ApplicationId = 0x54524941;

    public static Session Open(SqliteOptions options, string path)
    {
        CreateFile(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            // The client tries again until this has passed (s); the wait itself is busy_timeout's.
            DefaultTimeout = 1,
        }.ConnectionString);
        var session = new Session(connection);
        try
        {
            connection.Open();
            Configure(session, options, path);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void Configure(Session session, SqliteOptions options, string path)
    {
        session.Pragma("busy_timeout", (long)options.BusyTimeout.TotalMilliseconds);
        RefuseOtherFiles(session, path); // before anything is written to it

        session.Pragma("auto_vacuum", "INCREMENTAL"); // takes effect on a new file only
        if (session.Pragma("journal_mode", "WAL") is not "wal")
            throw new TransportException(
                $"'{path}' cannot be switched to a write-ahead log, as on network disks. Set Triage:Sqlite:Path to a local disk.",
                isTransient: false);
        session.Pragma("synchronous", "FULL");
        session.Pragma("fullfsync", 1); // macOS: fsync alone leaves data in the drive's cache
        session.Pragma("checkpoint_fullfsync", 1);
        session.Pragma("temp_store", "MEMORY");
        session.Pragma("journal_size_limit", 16 * 1024 * 1024);
        if (options.MaxFileBytes is { } bytes)
            session.Pragma("max_page_count", bytes / session.Scalar<long>($"PRAGMA page_size"));

        session.Execute($"BEGIN IMMEDIATE");
        RefuseOtherFiles(session, path); // again: another process may have made the tables meanwhile
        if (session.Scalar<long>($"PRAGMA user_version") == 0) CreateTables(session);
        session.Execute($"COMMIT");
    }

    private static void RefuseOtherFiles(Session session, string path)
    {
        var application = session.Scalar<long>($"PRAGMA application_id");
        var version = session.Scalar<long>($"PRAGMA user_version");
        var isEmpty = session.Scalar<long>($"SELECT count(*) FROM sqlite_schema") == 0;
        if (application != ApplicationId && !(isEmpty && version == 0 && application == 0))
            throw new TransportException(
                $"'{path}' is the SQLite file of another program and was left as it is. Set Triage:Sqlite:Path to a file of Triage's own.",
                isTransient: false);
        if (version > Version)
            throw new TransportException(
                $"'{path}' has schema version {version}, made by a newer Triage; this one knows versions up to {Version}. "
                + "Run that newer version, or set Triage:Sqlite:Path to another file.",
                isTransient: false);
    }

    private static void CreateTables(Session session)
    {
        // Ready and dead messages have due_at 0, so one index gives receivers their order (by sequence), the next lock
        // that expires, and the counts. Bodies lie apart: a lock does not write them anew, for which a full disk has no room.
        session.Execute($"""
            CREATE TABLE message (
              sequence INTEGER PRIMARY KEY AUTOINCREMENT,
              entity TEXT NOT NULL,             -- queue, or topic/subscription
              state INTEGER NOT NULL,           -- 0 ready, 1 locked, 2 scheduled, 3 dead
              due_at INTEGER NOT NULL,          -- Unix ms: locked until, scheduled for, otherwise 0
              lock_token BLOB,                  -- 16 bytes while locked
              delivery_count INTEGER NOT NULL,
              enqueued_at INTEGER NOT NULL,     -- Unix ms
              dead_reason TEXT,
              dead_description TEXT,
              message_id TEXT NOT NULL,
              content_type TEXT,
              properties TEXT NOT NULL          -- a JSON object of strings
            ) STRICT
            """);
        session.Execute($"CREATE TABLE body (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
        session.Execute($"""
            CREATE TRIGGER body_of_deleted_message AFTER DELETE ON message
            BEGIN DELETE FROM body WHERE sequence = old.sequence; END
            """);
        session.Execute($"CREATE INDEX message_by_state ON message (entity, state, due_at)");
        session.Execute($"""
            CREATE TABLE seen (
              entity TEXT NOT NULL,             -- queue or topic
              message_id TEXT NOT NULL,
              seen_at INTEGER NOT NULL,         -- Unix ms
              PRIMARY KEY (entity, message_id)
            ) STRICT, WITHOUT ROWID
            """);
        session.Execute($"CREATE INDEX seen_by_age ON seen (entity, seen_at)");
        session.Execute($"""
            CREATE TABLE reply (
              customer BLOB NOT NULL,           -- SHA-256 of the customer's id
              day INTEGER NOT NULL,             -- UTC, days since 0001-01-01
              count INTEGER NOT NULL,
              PRIMARY KEY (customer, day)
            ) STRICT, WITHOUT ROWID
            """);
        session.Execute($"CREATE INDEX reply_by_day ON reply (day)");
        session.Pragma("application_id", ApplicationId);
        session.Pragma("user_version", Version);
    }

    /// <summary>The file holds what customers wrote. SQLite gives its log the same mode.</summary>
    private static void CreateFile(string path)
    {
        if (File.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
            throw new TransportException(
                $"The folder of Triage:Sqlite:Path '{path}' does not exist. Create it, or name another one.", isTransient: false);
        try
        {
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, creation).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransportException(
                $"Triage:Sqlite:Path '{path}' cannot be created: {e.Message} Give this user write access to the folder, or name another one.",
                isTransient: false, e);
        }
    }
}
