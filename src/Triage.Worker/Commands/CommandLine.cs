using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Triage.Worker.Commands;

/// <summary>Parses and runs a command line. Help and results go to stdout, complaints to stderr with exit code 2.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(RootCommand root, string[] args)
    {
        // No response files: a customer's text may begin with '@'.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Action is ParseErrorAction || MisplacedOption(parsed) is not null
            ? Task.FromResult(Complain(parsed))
            : parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    private static int Complain(ParseResult parsed)
    {
        List<string> errors = MisplacedOption(parsed) is { } option ? [option] : [.. parsed.Errors.Select(e => e.Message).Distinct()];

        // A mistyped command is unknown; that none is left then is no news.
        foreach (string error in parsed.UnmatchedTokens.Count > 0 && errors.Count > 1 ? errors.Skip(1) : errors)
            Console.Error.WriteLine(error);
        var path = string.Join(' ', Ancestors(parsed.CommandResult).Reverse().Select(c => c.Command is RootCommand ? "triage" : c.Command.Name));
        Console.Error.WriteLine($"See '{path} --help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<CommandResult> Ancestors(SymbolResult result)
    {
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult command)
                yield return command;
        }
    }

    /// <summary>A mistyped option would become the value of an argument: the file to send, for example. After '--' it may.</summary>
    private static string? MisplacedOption(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash))
            return null;

        var option = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens)
            .FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal));
        return option is null ? null : $"Unknown option '{option.Value}'.";
    }
}
