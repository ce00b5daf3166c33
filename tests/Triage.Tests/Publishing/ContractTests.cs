using System.Reflection;
using System.Text.Json;
using Triage.Decisions;
using Triage.Tests.Decisions;
using Triage.Tickets;

namespace Triage.Tests.Publishing;

/// <summary>The contracts in <c>docs/contracts</c> name what the code names.</summary>
public class ContractTests
{
    [Fact]
    public void Lists_of_values_are_those_of_the_code()
    {
        var routed = ContractSchema.Load("routed");
        string[] decision = ["properties", "data", "properties", "decision", "properties"];

        Assert.Equal(WireNames.All<DecisionAction>(), Enum(routed, [.. decision, "action"]));
        Assert.Equal(WireNames.All<Priority>(), Enum(routed, [.. decision, "priority"]));
        Assert.Equal(WireNames.All<ReplyMode>(), Enum(routed, [.. decision, "mode"]));
        Assert.Equal(
            typeof(ReasonCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!),
            Enum(routed, [.. decision, "reasons", "items", "properties", "code"]));
        Assert.Equal(
            WireNames.All<EntityType>(),
            Enum(routed, "properties", "data", "properties", "entities", "items", "properties", "type"));

        var rules = ContractSchema.Load("rules");
        Assert.Equal(WireNames.All<Priority>(), Enum(rules, "$defs", "priority"));
        Assert.Equal(WireNames.All<ReplyMode>(), Enum(rules, "$defs", "mode"));
        Assert.Equal(
            WireNames.All<CustomerTier>(),
            rules.At("properties", "priorities", "properties", "tiers", "properties").EnumerateObject().Select(p => p.Name));

        var ticket = ContractSchema.Load("ticket");
        Assert.Equal([.. WireNames.All<Channel>(), null], Enum(ticket, "$defs", "ticket", "properties", "channel"));
        Assert.Equal(
            [.. WireNames.All<CustomerTier>(), null],
            Enum(ticket, "$defs", "ticket", "properties", "customer", "properties", "tier"));
    }

    [Fact]
    public void The_shipped_rules_fulfil_their_contract()
    {
        using var folder = new RulesFolder();

        Assert.Empty(ContractSchema.Load("rules").Errors(folder.Json));
    }

    [Theory]
    [InlineData("""{"id":"1","subject":"Hi"}""", true)]
    [InlineData("""{"id":"1","subject":null,"body":"Hi","channel":null,"customer":null,"newField":1}""", true)]
    [InlineData("""{"id":"1","body":"Hi","customer":{"id":"c","tier":"vip","priorContacts":0,"repliesToday":null}}""", true)]
    [InlineData("""{"specversion":"1.0","id":"e","source":"/shop","type":"triage.ticket.received.v1","data":{"id":"1","body":"Hi"}}""", true)]
    [InlineData("""{"specversion":"1.0","id":"e","source":"/shop","type":"triage.ticket.received.v2","data":{"id":"1","body":"Hi"}}""", false)]
    [InlineData("""{"specversion":"1.0","id":"e","source":"/shop","type":"triage.ticket.received.v1","data":{"body":"Hi"}}""", false)]
    [InlineData("""{"id":"1","subject":" ","body":""}""", false)]
    [InlineData("""{"id":"","body":"Hi"}""", false)]
    [InlineData("""{"id":"a\u0007","body":"Hi"}""", false)]
    [InlineData("""{"id":1,"body":"Hi"}""", false)]
    [InlineData("""{"body":"Hi"}""", false)]
    [InlineData("""{"id":"1","body":"Hi","channel":"fax"}""", false)]
    [InlineData("""{"id":"1","body":"Hi","autoSubmitted":"yes"}""", false)]
    public void The_contract_of_a_ticket_tells_good_from_bad(string json, bool good)
    {
        Assert.Equal(good, ContractSchema.Load("ticket").Errors(json).Count == 0);
    }

    private static IEnumerable<string?> Enum(ContractSchema schema, params string[] path) =>
        schema.At([.. path, "enum"]).EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? null : e.GetString());
}
