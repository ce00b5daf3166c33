namespace Triage.Tests.Inference;

/// <summary>A test that needs a file of <c>../shared</c>, which is not part of the repository; skipped where it is absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string path)
    {
        if (!System.IO.Path.Exists(Shared.Path(path)))
        {
            Skip = $"../shared/{path} is not there.";
        }
    }
}

internal static class Shared
{
    public static string Path(string path) => System.IO.Path.Combine(Repository.Root, "..", "shared", path);
}

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Triage.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Triage.sln above {AppContext.BaseDirectory}; run the tests inside a checkout.");
    }
}
