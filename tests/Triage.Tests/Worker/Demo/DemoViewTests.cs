using Triage.Worker.Demo;

namespace Triage.Tests.Worker.Demo;

public sealed class DemoViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Every_line_fits_the_terminal(int width) =>
        Assert.All(Show(width).Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));

    [Fact]
    public void Where_there_is_room_a_ticket_is_one_line()
    {
        var line = Assert.Single(Show(200).Split('\n'), l => l.Contains("t-2"));

        foreach (var part in new[] { "email", "[b]Delivery[/] of a walnut", "delivery_options 97 %", "neutral", "escalates 91 %", "repeat_contact, legal_or_regulator", "orders", "urgent" })
        {
            Assert.Contains(part, line);
        }
    }

    [Fact]
    public void A_routine_ticket_that_was_not_answered_for_fear_of_escalation_says_so()
    {
        var ticket = Demonstrated.Routed("t-3", "suggest_reply");
        ticket = ticket with { Decision = ticket.Decision with { Reasons = [new("escalation", "0.03 is not under 0.02"), new("mode_off", "")] } };

        var text = ConsoleText.Of(200, console => DemoView.Write(console, Demonstrated.Report with { Routed = [ticket] }));

        Assert.EndsWith("escalation", Assert.Single(text.Split('\n'), l => l.Contains("t-3")).TrimEnd());
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_reply_and_the_dead_letters_reasons_are_shown(int width)
    {
        var text = Show(width);

        Assert.Contains("by post.", text);
        Assert.Contains("invalid_json", text);
        Assert.Contains("(no id)", text);
    }

    [Fact]
    public void The_account_is_shown_with_its_sum() =>
        Assert.Contains("4 sent = 2 routed + 1 dead-lettered + 1 dropped as duplicates: every ticket is accounted for", Show(120));

    [Fact]
    public void An_account_that_does_not_add_up_says_so() =>
        Assert.Contains("this does not add up", ConsoleText.Of(120, c => DemoView.Write(c, Demonstrated.Report with { Sent = 5 })));

    private static string Show(int width) => ConsoleText.Of(width, console => DemoView.Write(console, Demonstrated.Report));
}
