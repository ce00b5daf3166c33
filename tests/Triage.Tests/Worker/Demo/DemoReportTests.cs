using Triage.Worker.Demo;

namespace Triage.Tests.Worker.Demo;

public sealed class DemoReportTests
{
    private static readonly DemoReport Report = Demonstrated.Report;

    [Fact]
    public void Every_ticket_is_accounted_for() => Assert.True(Report.EveryTicketAccountedFor);

    [Fact]
    public void A_lost_ticket_shows() => Assert.False((Report with { Routed = [Report.Routed[0]] }).EveryTicketAccountedFor);

    [Fact]
    public void A_ticket_routed_twice_in_place_of_a_lost_one_shows() =>
        Assert.False((Report with { Routed = [Report.Routed[0], Report.Routed[0]] }).EveryTicketAccountedFor);

    [Fact]
    public void A_reply_that_was_decided_and_not_published_shows() => Assert.False((Report with { Replies = [] }).EveryTicketAccountedFor);

    [Fact]
    public void A_reply_that_nobody_decided_shows() =>
        Assert.False((Report with { Routed = [Demonstrated.Routed("t-1", "route"), Report.Routed[1]] }).EveryTicketAccountedFor);

    [Fact]
    public void The_rate_counts_what_was_settled() => Assert.Equal(6, Report.TicketsPerSecond);
}
