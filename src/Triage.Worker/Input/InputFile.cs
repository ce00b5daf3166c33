using System.CommandLine;

namespace Triage.Worker.Input;

/// <summary>A file to read, named on the command line; <c>-</c> is stdin.</summary>
internal static class InputFile
{
    private const string StandardInput = "-";

    public static Argument<string> Argument(string description) => new("FILE")
    {
        Description = description + " '-' reads from stdin.",
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<string>() is { } path && Problem(path) is { } problem)
                    result.AddError(problem);
            },
        },
    };

    public static Stream Open(string path) => path == StandardInput
        ? Console.OpenStandardInput()
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);

    // File.Exists is false for a folder and true for a pipe such as /dev/fd/63.
    private static string? Problem(string path) =>
        path == StandardInput || File.Exists(path) ? null
        : Directory.Exists(path) ? $"'{path}' is a folder; name a file in it."
        : $"The file '{path}' does not exist.";
}
