using Microsoft.Win32.SafeHandles;

namespace Triage.Worker.Output;

/// <summary>The process's stdout as bytes.</summary>
internal static class StandardOutput
{
    /// <summary>
    /// Opens stdout so that a write fails where nobody reads any more. The console's own stream takes a broken pipe for
    /// success on Unix, and <c>receive</c> would complete messages that nobody got.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();

        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // On a regular file such a stream would keep a position of its own and overwrite what others append.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
