namespace Triage.ContainerTests;

// Compiled only where the package feed lacks what the other files need, so that the test run says so.
public sealed class LeftOut
{
#if !SERVICE_BUS
    private const string Missing = "left out of this build: the package feed lacks Azure.Messaging.ServiceBus";
#else
    private const string Missing = "left out of this build: the package feed lacks Testcontainers";
#endif

    [Fact(Skip = Missing)]
    public void The_tests_against_the_Service_Bus_emulator() { }
}
