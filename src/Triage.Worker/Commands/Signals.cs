using System.Runtime.InteropServices;

namespace Triage.Worker.Commands;

/// <summary>SIGINT and SIGTERM as tokens. The first asks for an end; what further ones do depends on who asked for <see cref="Second"/>.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;
    private volatile bool _secondIsTaken;

    public Signals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken First => _first.Token;

    /// <summary>Cancelled by the second signal. Without anyone asking for it, the second signal ends the process at once.</summary>
    public CancellationToken Second
    {
        get
        {
            _secondIsTaken = true;
            return _second.Token;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _first.Dispose();
        _second.Dispose();
    }

    // Runs on a thread of the runtime's own, one signal after another.
    private void OnSignal(PosixSignalContext context)
    {
        switch (++_count)
        {
            case 1:
                context.Cancel = true;
                _first.Cancel();
                break;
            case 2 when _secondIsTaken:
                context.Cancel = true;
                _second.Cancel();
                break;
            default:
                break; // The system's own action ends the process.
        }
    }
}
