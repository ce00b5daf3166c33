using System.Diagnostics;
using System.Text;

namespace Triage.EndToEnd;

/// <summary>A running process: its streams are read all the time, it can be signalled and waited for, and it never outlives the test.</summary>
internal sealed class TriageProcess : IAsyncDisposable
{
    /// <summary>What no process should need, even on a busy machine; a hang fails the test.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _readingError;

    // Completed and replaced whenever stderr grows; guarded by _error.
    private TaskCompletionSource _errorGrew = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TriageProcess(string path, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Settings of whoever runs the tests are not those of the test.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("Triage__", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        if (Executable.Bundle is { } bundle)
            start.Environment["Triage__Model__Path"] = bundle;
        start.Environment["Triage__Model__Timeout"] = "10m"; // A busy machine is no failure.
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _readingError = ReadErrorAsync();
    }

    public int Id => _process.Id;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Waits until stderr holds a text.</summary>
    public async Task SaysAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task grew;
            lock (_error)
            {
                if (_error.ToString().Contains(text, StringComparison.Ordinal))
                    return;
                grew = _errorGrew.Task;
            }

            Assert.False(_readingError.IsCompleted, $"The process ended without saying '{text}', but: {_error}");
            await grew.WaitAsync(patience.Token);
        }
    }

    /// <summary>Sends a signal by its name: INT, TERM, KILL.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, Id.ToString()])!;
        await kill.WaitForExitAsync();
    }

    public async Task<Finished> WaitAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            await _readingError.WaitAsync(patience.Token);
            return new Finished(_process.ExitCode, await _output, _error.ToString());
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It has ended, or was disposed by WaitAsync.
        }

        _process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync() is { } line)
                Grow(line + "\n");
        }
        finally
        {
            Grow("");
        }
    }

    private void Grow(string text)
    {
        lock (_error)
        {
            _error.Append(text);
            _errorGrew.SetResult();
            _errorGrew = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
