namespace Triage.Testing;

/// <summary>A test that needs a file of <c>../shared</c>, which is not part of the repository; skipped where it is absent.</summary>
internal class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string path)
    {
        if (!File.Exists(Shared.Path(path)))
        {
            Skip = $"../shared/{path} is not there.";
        }
    }
}

internal static class Shared
{
    public static string Path(string path) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, "..", "shared", path));
}
