using System.Globalization;

namespace Triage.Worker.Output;

/// <summary>
/// One line on stderr that tells a person how far long work is. It overwrites itself, and is silent where stderr is no
/// terminal. One thread at a time.
/// </summary>
internal sealed class ProgressLine(TextWriter error, TimeProvider time, bool isShown) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _shownAt;
    private int _width;

    public static ProgressLine OnTerminal(TextWriter error, TimeProvider time) => new(error, time, !Console.IsErrorRedirected);

    /// <summary>Shows a text, unless one was shown a moment ago.</summary>
    public void Show(FormattableString text)
    {
        if (isShown && (_shownAt == 0 || time.GetElapsedTime(_shownAt) >= Pause))
        {
            Write(text.ToString(CultureInfo.InvariantCulture));
            _shownAt = time.GetTimestamp();
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            Write("");
            error.Write('\r');
        }
    }

    private void Write(string text)
    {
        error.Write($"\r{text.PadRight(_width)}");
        _width = text.Length;
    }
}
