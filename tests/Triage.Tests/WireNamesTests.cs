using Triage.Decisions;
using Triage.Tickets;

namespace Triage.Tests;

public class WireNamesTests
{
    [Fact]
    public void Members_are_named_in_snake_case()
    {
        Assert.Equal(["email", "phone", "payment_card", "iban", "ip_address", "national_id", "credential_url"], WireNames.All<EntityType>());
        Assert.Equal(["human_review", "route", "suggest_reply", "auto_reply"], WireNames.All<DecisionAction>());
        Assert.Equal(["email", "web", "chat", "social", "api"], WireNames.All<Channel>());
        Assert.Equal("vip", CustomerTier.Vip.WireName());
    }

    [Fact]
    public void A_name_is_parsed_by_its_exact_case()
    {
        Assert.True(WireNames.TryParse<Priority>("urgent", out var priority));
        Assert.Equal(Priority.Urgent, priority);
        Assert.False(WireNames.TryParse<Priority>("Urgent", out _));
        Assert.False(WireNames.TryParse<Priority>("3", out _));
        Assert.False(WireNames.TryParse<Priority>(null, out _));
    }

    [Fact]
    public void A_number_that_is_no_member_has_no_name() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((Priority)17).WireName());
}
