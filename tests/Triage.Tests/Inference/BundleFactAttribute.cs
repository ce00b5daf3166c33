namespace Triage.Tests.Inference;

/// <summary>A test that needs a real model bundle: the one in the repository, or the folder that TRIAGE_TEST_BUNDLE names.</summary>
public sealed class BundleFactAttribute : FactAttribute
{
    public BundleFactAttribute()
    {
        if (!Directory.Exists(TestBundle.Folder))
        {
            Skip = $"There is no model bundle at {TestBundle.Folder}; set TRIAGE_TEST_BUNDLE to one.";
        }
    }
}

internal static class TestBundle
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("TRIAGE_TEST_BUNDLE") is { Length: > 0 } folder ? folder : Path.Combine(Repository.Root, "models", "triage-en");
}

/// <summary>A copy of the bundle that a test may spoil.</summary>
internal sealed class BundleCopy : IDisposable
{
    public BundleCopy()
    {
        foreach (var file in Directory.EnumerateFiles(TestBundle.Folder))
        {
            File.Copy(file, this[Path.GetFileName(file)]);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("triage-bundle-").FullName;

    public string this[string file] => Path.Combine(Folder, file);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
