namespace Triage.EndToEnd;

/// <summary>A working directory of its own for the real executable, and so a queue of its own; removed at the end.</summary>
internal sealed class TriageFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("triage-e2e-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes a file with a line each and returns its name.</summary>
    public string File(string name, params IEnumerable<string> lines)
    {
        System.IO.File.WriteAllText(this[name], string.Concat(lines.Select(l => l + "\n")));
        return name;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<Finished> RunAsync(params string[] arguments) => Start(arguments).WaitAsync();

    public TriageProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public TriageProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(Executable.Path, arguments, Path, environment);

    /// <summary>Runs a line of shell, where <c>$EXECUTABLE</c> is the executable.</summary>
    public Task<Finished> ShellAsync(string line) =>
        new TriageProcess("/bin/sh", ["-c", line], Path, new Dictionary<string, string> { ["EXECUTABLE"] = Executable.Path }).WaitAsync();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>How a process ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails with what the process said, where it did not end with 0.</summary>
    public Finished Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }
}

/// <summary>The executable that was built together with these tests.</summary>
internal static class Executable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static readonly string Folder = System.IO.Path.Combine(Repository.Root, "artifacts", "bin", "Triage.Worker", Configuration);

    public static string Path { get; } = System.IO.Path.Combine(Folder, OperatingSystem.IsWindows() ? "triage.exe" : "triage");

    /// <summary>The bundle beside the executable, or the one that TRIAGE_TEST_BUNDLE names; null where there is none.</summary>
    public static string? Bundle { get; } =
        new[] { Environment.GetEnvironmentVariable("TRIAGE_TEST_BUNDLE"), System.IO.Path.Combine(Folder, "models", "triage-en") }
            .FirstOrDefault(b => System.IO.File.Exists(System.IO.Path.Combine(b ?? "", "manifest.json")));
}

/// <summary>A test that needs the executable.</summary>
internal class ProcessFactAttribute : FactAttribute
{
    public ProcessFactAttribute()
    {
        if (!File.Exists(Executable.Path))
            Skip = $"There is no {Executable.Path}; build first: ./build.sh";
    }
}

/// <summary>A test that needs the executable and a model.</summary>
internal sealed class ModelFactAttribute : ProcessFactAttribute
{
    public ModelFactAttribute()
    {
        if (Executable.Bundle is null)
            Skip ??= "There is no model bundle beside the executable; set TRIAGE_TEST_BUNDLE to one.";
    }
}

/// <summary>A theory that needs the executable.</summary>
internal sealed class ProcessTheoryAttribute : TheoryAttribute
{
    public ProcessTheoryAttribute()
    {
        if (!File.Exists(Executable.Path))
            Skip = $"There is no {Executable.Path}; build first: ./build.sh";
    }
}
