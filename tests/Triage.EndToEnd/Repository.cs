namespace Triage.EndToEnd;

internal static class Repository
{
    /// <summary>The folder of Triage.sln, above the folder that the tests were built into.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Triage.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException($"No Triage.sln above {AppContext.BaseDirectory}: run the tests from a checkout."));
}
