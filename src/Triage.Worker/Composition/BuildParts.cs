using System.Reflection;

namespace Triage.Worker.Composition;

/// <summary>What this build is made of; <c>build/feed</c> wrote it into the assembly.</summary>
internal static class BuildParts
{
    /// <summary>Packages, as <c>Id Version</c>, that the feed lacked: what needs them was left out.</summary>
    public static IReadOnlyList<string> LeftOut { get; } = Metadata("LeftOut");

    /// <summary>Packages, as <c>Id Version</c>, that were made locally instead.</summary>
    public static IReadOnlyList<string> StandIns { get; } = Metadata("StandIn");

    /// <summary>The version, without the commit that it was built from.</summary>
    public static string Version { get; } =
        typeof(BuildParts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string[] Metadata(string key) =>
    [
        .. typeof(BuildParts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(a => a.Key == key && a.Value is not null)
            .SelectMany(a => a.Value!.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
    ];
}
