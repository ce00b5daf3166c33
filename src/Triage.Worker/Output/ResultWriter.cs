using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Triage.Worker.Output;

/// <summary>Results on stdout, in UTF-8 whatever the locale says: JSON for machines, tables for people.</summary>
internal sealed class ResultWriter : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _bytes;
    private readonly StreamWriter _text;
    private IAnsiConsole? _console;

    public ResultWriter()
        : this(StandardOutput.Open(), Console.IsOutputRedirected)
    {
    }

    internal ResultWriter(Stream bytes, bool isRedirected)
    {
        _bytes = bytes;
        _text = new StreamWriter(bytes, Utf8, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        IsRedirected = isRedirected;
    }

    /// <summary>True where stdout is a file or a pipe: no colours, no moving pictures, no line breaks to fit a screen.</summary>
    public bool IsRedirected { get; }

    public TextWriter Text => _text;

    /// <summary>Tables and the like, for people.</summary>
    public IAnsiConsole Tables => _console ??= CreateConsole();

    /// <summary>Writes one object on a line of its own and flushes it.</summary>
    public void WriteJsonLine<T>(T value, JsonTypeInfo<T> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        _bytes.Write([.. json, (byte)'\n']);
        _bytes.Flush();
    }

    public void Dispose() => _text.Dispose();

    private IAnsiConsole CreateConsole()
    {
        var settings = new AnsiConsoleSettings { Out = new Destination(_text, IsRedirected) };
        if (IsRedirected)
            (settings.Ansi, settings.ColorSystem) = (AnsiSupport.No, ColorSystemSupport.NoColors);
        return AnsiConsole.Create(settings);
    }

    private sealed class Destination(TextWriter writer, bool isRedirected) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => !isRedirected;

        public int Width => isRedirected ? 4096 : AnsiConsole.Profile.Width;

        public int Height => isRedirected ? 4096 : AnsiConsole.Profile.Height;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
