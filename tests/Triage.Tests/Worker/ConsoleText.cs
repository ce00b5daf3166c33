using Spectre.Console;

namespace Triage.Tests.Worker;

/// <summary>What a view writes to a console of a given width, without colours.</summary>
internal static class ConsoleText
{
    public static string Of(int width, Action<IAnsiConsole> write)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        write(console);
        return text.ToString();
    }
}
