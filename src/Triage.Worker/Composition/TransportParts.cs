using Triage.Transports;
using Triage.Transports.Sqlite;
using Triage.Worker.Settings;

namespace Triage.Worker.Composition;

/// <summary>Makes the transport that the settings name.</summary>
internal static class TransportParts
{
    /// <returns>Null where the settings or this build do not allow it; <paramref name="problems"/> then says why.</returns>
    public static ITransport? Create(TriageSettings settings, TimeProvider time, List<Problem> problems) => settings.Transport switch
    {
        // Its problems were found with the settings already.
        TransportKind.Sqlite when settings.Sqlite.Validate().Any() => null,
        TransportKind.Sqlite => new SqliteTransport(settings.Sqlite, Topology.Create(settings.Delivery), time),
        TransportKind.ServiceBus => CreateServiceBus(settings.ServiceBus, problems),
        _ => throw new NotSupportedException($"Transport {settings.Transport}."),
    };

#if SERVICE_BUS
    private static ITransport? CreateServiceBus(ServiceBusSettings settings, List<Problem> problems)
    {
        if (settings is { ConnectionString: null, FullyQualifiedNamespace: null })
        {
            problems.Add(new("Triage:Transport", "is ServiceBus, which needs a place; set Triage:ServiceBus:FullyQualifiedNamespace "
                + "(signs in with the workload's identity) or Triage:ServiceBus:ConnectionString.", PartKind.Transport));
        }
        else if (settings is { ConnectionString: not null, FullyQualifiedNamespace: not null })
        {
            problems.Add(new("Triage:ServiceBus", "has both a ConnectionString and a FullyQualifiedNamespace; remove one of them.", PartKind.Transport));
        }

        problems.Add(new("Triage:Transport", "is ServiceBus, which this version does not have yet; use Sqlite.", PartKind.Transport));
        return null;
    }
#else
    private static ITransport? CreateServiceBus(ServiceBusSettings settings, List<Problem> problems)
    {
        _ = settings;
        string package = BuildParts.LeftOut.FirstOrDefault(p => p.StartsWith("Azure.Messaging.ServiceBus", StringComparison.Ordinal))
            ?? "Azure.Messaging.ServiceBus";
        problems.Add(new("Triage:Transport", $"is ServiceBus, which this build left out: the package feed that it was built on lacks {package}. "
            + "Build on a feed that has it, for example the public NuGet gallery, or use Sqlite.", PartKind.Transport));
        return null;
    }
#endif
}
