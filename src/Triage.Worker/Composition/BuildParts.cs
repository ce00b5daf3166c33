using System.Reflection;

namespace Triage.Worker.Composition;

/// <summary>What this build left out, because the package feed that it was made on lacks a package.</summary>
internal static class BuildParts
{
    /// <summary>Package and version, for example <c>Azure.Messaging.ServiceBus 7.20.2</c>.</summary>
    public static IReadOnlyList<string> LeftOut { get; } =
    [
        .. typeof(BuildParts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(a => a.Key == "LeftOut")
            .Select(a => a.Value!)
            .Distinct()
    ];
}
