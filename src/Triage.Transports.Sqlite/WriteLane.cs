using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Triage.Transports.Sqlite;

/// <summary>
/// The process's one way to the file: a thread and a connection of its own, since SQLite has one writer and its calls
/// block. Steps that wait while another is committed share the next transaction, and so its flush to disk, each in a
/// savepoint: a step that fails undoes nothing but itself.
/// </summary>
internal sealed class WriteLane : IAsyncDisposable
{
    /// <summary>Bounds how long the transaction keeps other processes waiting.</summary>
    private const int LargestGroup = 64;

    private readonly BlockingCollection<Step> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Session> _open;
    private readonly Func<SqliteException, TransportException> _explain;
    private Session? _session; // the lane's thread only

    public WriteLane(Func<Session> open, Func<SqliteException, TransportException> explain)
    {
        (_open, _explain) = (open, explain);
        new Thread(Run) { IsBackground = true, Name = "triage-sqlite" }.Start();
    }

    /// <summary>
    /// Runs a step in a transaction; the task ends when that is on disk. A step that has begun is not cancelled, so its
    /// outcome is never in doubt. It may run twice, the first time undone: it must have no effect but on the session.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        var step = new Step<T>(work, cancellation);
        try
        {
            _waiting.Add(step, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteTransport));
        }

        return step.Outcome;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action<Session> work, CancellationToken cancellation) =>
        RunAsync<object?>(
            session =>
            {
                work(session);
                return null;
            },
            cancellation);

    /// <summary>Finishes what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new List<Step>(LargestGroup);
        while (_waiting.TryTake(out var step, Timeout.Infinite))
        {
            do
            {
                if (!step.CancelWhereAsked()) group.Add(step);
            }
            while (group.Count < LargestGroup && _waiting.TryTake(out step));
            if (group.Count > 0) Commit(group);
            group.Clear();
        }

        _session?.Dispose();
        _ended.SetResult();
    }

    private void Commit(List<Step> group)
    {
        var hasBegun = false;
        try
        {
            _session ??= _open();
            _session.Execute($"BEGIN IMMEDIATE");
            hasBegun = true;
            foreach (var step in group) step.Run(_session);
            _session.Execute($"COMMIT");
        }
        catch (Exception e)
        {
            // SQLite may have rolled back by itself, or not. A new connection is certain, and faults are rare.
            _session?.Dispose();
            _session = null;
            if (hasBegun && group.Count > 1)
                foreach (var step in group) Commit([step]); // so that one step too large for the disk fails alone
            else
                foreach (var step in group) step.Fail(e is SqliteException fault ? _explain(fault) : e);
            return;
        }

        foreach (var step in group) step.Finish();
    }

    private abstract class Step
    {
        public abstract bool CancelWhereAsked();

        public abstract void Run(Session session);

        public abstract void Finish();

        public abstract void Fail(Exception e);
    }

    private sealed class Step<T>(Func<Session, T> work, CancellationToken cancellation) : Step
    {
        private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _refusal;

        public Task<T> Outcome => _outcome.Task;

        public override bool CancelWhereAsked() =>
            cancellation.IsCancellationRequested && _outcome.TrySetCanceled(cancellation);

        public override void Run(Session session)
        {
            session.Execute($"SAVEPOINT step");
            try
            {
                (_result, _refusal) = (work(session), null);
            }
            catch (Exception e) when (e is not SqliteException) // that is the file's trouble, not the step's
            {
                _refusal = e;
                session.Execute($"ROLLBACK TO step");
            }

            session.Execute($"RELEASE step");
        }

        public override void Finish()
        {
            if (_refusal is null) _outcome.SetResult(_result!);
            else _outcome.SetException(_refusal);
        }

        public override void Fail(Exception e) => _outcome.SetException(e);
    }
}
