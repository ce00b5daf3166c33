using System.Text.Json.Nodes;
using Triage.Decisions;

namespace Triage.Tests.Decisions;

public class ReplyTemplatesTests
{
    [Fact]
    public void Every_shipped_reply_is_whole_and_ends_with_a_way_to_a_person()
    {
        var rules = RulesFolder.LoadShipped();

        foreach (var intent in AllowList.Intents)
        {
            var reply = rules.Templates.Find($"{rules.Intents[intent].Template}.en");

            Assert.NotNull(reply);
            Assert.DoesNotContain('{', reply.Subject + reply.Body);
            Assert.DoesNotContain("  ", reply.Body);
            Assert.InRange(reply.Body.Length, 200, 1_200);
            var lastParagraph = reply.Body.Split("\n\n")[^2];
            Assert.Matches("[Oo]ne of us|a person", lastParagraph);
        }
    }

    [Fact]
    public void A_reply_states_the_companys_facts()
    {
        using var folder = new RulesFolder(rules => rules["company"]!["fees"]!["cancelAfterDispatch"] = "£7.77");

        var reply = folder.Load().Templates.Find("check_cancellation_fee.en");

        Assert.Equal("What it costs to cancel an order", reply!.Subject);
        Assert.Contains("after it has left us: £7.77", reply.Body);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData(null)]
    public void Without_a_fact_its_intent_is_off_and_check_says_so(string? value)
    {
        using var folder = new RulesFolder(rules =>
        {
            var fees = rules["company"]!["fees"]!.AsObject();
            fees.Remove("cancelMadeToOrder");
            if (value is not null)
            {
                fees["cancelMadeToOrder"] = JsonNode.Parse(value);
            }
        });
        var rules = folder.Load();

        var finding = Assert.Single(rules.Findings);
        Assert.Equal("check_cancellation_fee", finding.Intent);
        Assert.StartsWith(
            "mode auto is off in 'en', because the template check_cancellation_fee.en needs company.fees.cancelMadeToOrder", finding.Message);

        var decision = new DecisionPolicy(rules, Sample.Model, DecisionOptions.DryRun)
            .Decide(Sample.Ticket(), Sample.Labels("check_cancellation_fee"), 0);
        Assert.Equal((DecisionAction.Route, ReplyMode.Off, null), (decision.Action, decision.Mode, decision.Template));
        Assert.Equal(
            new DecisionReason(ReasonCode.ModeOff, "the template check_cancellation_fee.en lacks company.fees.cancelMadeToOrder"),
            Assert.Single(decision.Reasons));
    }

    [Theory]
    [InlineData("Subject: Hi\n\nDear {customer.name}", "has the placeholder {customer.name}, which is unknown")]
    [InlineData("Subject: Hi\n\n{ticket.body}", "has the placeholder {ticket.body}, which is unknown")]
    [InlineData("Subject: {company.link.help}\n\nHello", "has the placeholder {company.link.help}, which is unknown")]
    [InlineData("Subject: Hi\n\nSee { company.name }", "has the placeholder { company.name }, which is unknown")]
    [InlineData("Subject: Hi\n\nSee {company.name", "has a brace without its partner")]
    [InlineData("Subject: Hi\n\nSee {{company.name}}", "has a brace without its partner")]
    [InlineData("Hello there", "needs a first line 'Subject: …'")]
    [InlineData("Subject:\n\nHello", "needs a first line 'Subject: …'")]
    [InlineData("Subject: Hi\n\n  \n", "needs a first line 'Subject: …'")]
    [InlineData("", "needs a first line 'Subject: …'")]
    public void A_template_that_cannot_be_right_is_an_error_at_load(string text, string expected)
    {
        using var folder = new RulesFolder();
        folder.WriteTemplate("en/review.txt", text);

        Assert.Contains(folder.Problems(), p => p.Place == "templates/en/review.txt" && p.Message.Contains(expected));
    }

    [Fact]
    public void A_subject_or_body_that_is_too_long_is_an_error()
    {
        using var folder = new RulesFolder();
        folder.WriteTemplate("en/review.txt", $"Subject: {new string('s', 151)}\n\nHello");
        folder.WriteTemplate("en/place_order.txt", $"Subject: Hi\n\n{new string('b', 10_001)}");

        Assert.Equal(2, folder.Problems().Count(p => p.Message.Contains("at most 150 and 10000 are possible")));
    }

    [Theory]
    [InlineData("EN/review.txt")]
    [InlineData("review.txt")]
    [InlineData("en/more/review.txt")]
    [InlineData("en/Review Thanks.txt")]
    public void A_template_in_the_wrong_place_is_an_error(string place)
    {
        using var folder = new RulesFolder();
        folder.WriteTemplate(place, "Subject: Hi\n\nHello");

        Assert.Contains(folder.Problems(), p => p.Place == $"templates/{place}" && p.Message.Contains("is not where templates are"));
    }

    [Fact]
    public void A_template_without_any_text_is_an_error()
    {
        using var folder = new RulesFolder();
        folder.DeleteTemplate("en/review.txt");

        Assert.StartsWith("$.intents.review.template: is 'review', which has no text. Add templates/en/review.txt",
            Assert.Single(folder.Problems()).ToString());
    }

    [Fact]
    public void Each_language_has_its_own_text_and_windows_line_ends_are_taken()
    {
        using var folder = new RulesFolder();
        folder.WriteTemplate("de/review.txt", "Subject: Danke\r\n\r\nVielen Dank!\r\n{company.name}\r\n");

        var rules = folder.Load();

        Assert.Equal(["de", "en"], rules.Templates.LanguagesOf("review"));
        Assert.Equal(new Reply("review.de", "Danke", "Vielen Dank!\nHarbour & Pine"), rules.Templates.Find("review.de"));
        Assert.Null(rules.Templates.Find("review.fr"));
    }
}
