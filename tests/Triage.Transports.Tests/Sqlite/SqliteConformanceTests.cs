namespace Triage.Transports.Tests.Sqlite;

public sealed class SqliteConformanceTests : TransportConformance
{
    protected override Task<TransportFixture> StartAsync() => Task.FromResult<TransportFixture>(new SqliteFixture());
}
