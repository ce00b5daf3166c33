using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Triage.Classification;
using Triage.Decisions;
using Triage.Publishing;
using Triage.Tests.Decisions;
using Triage.Tickets;
using Triage.Transports;

namespace Triage.Tests.Publishing;

public class DecisionEventsTests
{
    private static readonly DecisionPolicy Policy = new(RulesFolder.LoadShipped(), Sample.Model, DecisionOptions.DryRun);
    private static readonly DecisionEvents Events = new(Policy);

    [Fact]
    public void An_automatic_reply_is_published_on_both_topics_and_everything_else_on_one()
    {
        Assert.Equal(["routed", "replies"], Publish().Select(o => o.Topic));
        Assert.Equal(["routed"], Publish(Sample.Labels(escalation: 0.9)).Select(o => o.Topic));
        Assert.Equal(["routed"], Publish(Sample.Labels(probability: 0.7)).Select(o => o.Topic));
    }

    [Fact]
    public void The_message_id_is_the_hash_of_ticket_type_and_taxonomy_and_the_envelopes_id()
    {
        var (routed, reply) = (Publish()[0].Message, Publish()[1].Message);

        Assert.Equal(Hash("t-1\ntriage.ticket.routed.v1\n1"), routed.MessageId);
        Assert.Equal(Hash("t-1\ntriage.reply.proposed.v1\n1"), reply.MessageId);
        foreach (var (message, type) in new[] { (routed, "triage.ticket.routed.v1"), (reply, "triage.reply.proposed.v1") })
        {
            var body = Body(message);
            Assert.Equal("application/cloudevents+json", message.ContentType);
            Assert.Equal(
                ("1.0", "/triage", "application/json", message.MessageId, type, "t-1"),
                ((string)body["specversion"]!, (string)body["source"]!, (string)body["datacontenttype"]!, (string)body["id"]!,
                    (string)body["type"]!, (string)body["subject"]!));
        }
    }

    [Fact]
    public void The_same_ticket_gives_the_same_bytes()
    {
        Assert.Equal(Publish()[0].Message.Body.ToArray(), Publish()[0].Message.Body.ToArray());
        Assert.NotEqual(Publish()[0].Message.MessageId, Publish(ticket: Sample.Ticket(t => t with { Id = "t-2" }))[0].Message.MessageId);
    }

    [Fact]
    public void Every_property_is_there_for_filters_on_both_topics()
    {
        var expected = new Dictionary<string, string>
        {
            ["intent"] = "delivery_options",
            ["sentiment"] = "neutral",
            ["escalate"] = "false",
            ["priority"] = "low",
            ["team"] = "delivery",
            ["decision"] = "auto_reply",
            ["language"] = "en",
            ["tier"] = "standard",
        };

        Assert.All(Publish(), o => Assert.Equal(expected, o.Message.Properties));
        Assert.Equal("unknown", Publish(ticket: Sample.Ticket(t => t with { Customer = null }))[0].Message.Properties["tier"]);
        Assert.Equal("true", Publish(Sample.Labels(escalation: 0.4))[0].Message.Properties["escalate"]);
    }

    [Fact]
    public void The_routed_event_holds_labels_decision_reply_and_model()
    {
        var data = Data(Publish(Sample.Labels(probability: 0.71234567, second: 0.02))[0]);

        Assert.Equal(
            [
                "ticketId", "channel", "language", "customer", "intent", "sentiment", "escalation", "decision", "subject", "body",
                "entities", "reply", "model",
            ],
            data.Select(p => p.Key));
        Equal("""
            {"label":"delivery_options","probability":0.712346,"alternatives":[{"label":"place_order","probability":0.02},{"label":"change_order","probability":0.001}]}
            """, data["intent"]);
        Equal("""{"label":"neutral","score":0,"probabilities":{"negative":0.05,"neutral":0.9,"positive":0.05}}""", data["sentiment"]);
        Equal("""{"label":"routine","probability":0.05,"reasons":[]}""", data["escalation"]);
        Equal("""
            {"action":"suggest_reply","team":"delivery","priority":"low","mode":"auto","template":"delivery_options.en","reasons":[{"code":"low_confidence","detail":"delivery_options at 0.7123 is under 0.8, from which it is answered automatically"}]}
            """, data["decision"]);
        Equal("""{"id":"c-1","tier":"standard"}""", data["customer"]);
        Assert.Equal("delivery_options.en", (string)data["reply"]!["template"]!);
        Equal($$"""{"name":"triage-test","version":"1.2.3","digest":"{{new string('a', 64)}}","taxonomy":"1"}""", data["model"]);
    }

    [Fact]
    public void Without_a_reply_there_is_none_in_the_event_and_what_the_ticket_lacks_is_null()
    {
        var data = Data(Publish(
            Sample.Labels("track_order"),
            Sample.Ticket(t => t with { Channel = null, Customer = null }))[0]);

        Assert.False(data.ContainsKey("reply"));
        Assert.True(data.ContainsKey("channel") && data["channel"] is null);
        Assert.True(data.ContainsKey("customer") && data["customer"] is null);
        Assert.True(data["decision"]!.AsObject().ContainsKey("template") && data["decision"]!["template"] is null);
    }

    [Fact]
    public void A_reply_names_the_customer_by_id_and_holds_nothing_that_the_customer_wrote()
    {
        var ticket = Sample.Ticket(t => t with { Subject = "zanzibar", Body = "Zanzibar locker? {company.name} Zanzibar" });

        var data = Data(Publish(ticket: ticket)[1]);

        Assert.Equal(
            ["ticketId", "channel", "customerId", "language", "intent", "template", "subject", "body", "model"], data.Select(p => p.Key));
        Assert.Equal("c-1", (string)data["customerId"]!);
        Assert.Equal(Policy.Rules.Templates.Find("delivery_options.en")!.Body, (string)data["body"]!);
        Assert.DoesNotContain("zanzibar", data.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Personal_data_never_leaves_and_its_places_are_those_of_the_redacted_text()
    {
        const string Body = "I am 😀 at jo.finch@example.com, or call 020 7946 0999.";
        var ticket = Sample.Ticket(t => t with { Subject = "From jo.finch@example.com", Body = Body }) with
        {
            Entities =
            [
                new(EntityType.Email, TicketField.Subject, 5, 20),
                new(EntityType.Email, TicketField.Body, Body.IndexOf("jo.", StringComparison.Ordinal), 20),
                new(EntityType.Phone, TicketField.Body, Body.IndexOf("020", StringComparison.Ordinal), 13),
            ],
        };

        var text = Encoding.UTF8.GetString(Publish(ticket: ticket)[0].Message.Body.Span);
        var data = Data(Publish(ticket: ticket)[0]);

        Assert.DoesNotContain("jo.finch", text);
        Assert.DoesNotContain("0999", text);
        Assert.Contains("😀", (string)data["body"]!);
        Assert.Equal(3, data["entities"]!.AsArray().Count);
        foreach (var entity in data["entities"]!.AsArray())
        {
            var field = (string)data[(string)entity!["field"]!]!;
            var (start, length) = ((int)entity["start"]!, (int)entity["length"]!);
            Assert.InRange(start + length, 1, field.Length);
            Assert.DoesNotContain(' ', field.Substring(start, length));
        }
    }

    [Fact]
    public void Classify_writes_the_same_shapes_with_offsets_as_received()
    {
        var ticket = Sample.Ticket() with { Entities = [new(EntityType.PaymentCard, TicketField.Body, 4, 3)] };
        var labels = Sample.Labels();
        var line = JsonSerializer.Serialize(
            ClassifiedTicket.From(ticket, labels, Policy.Decide(ticket, labels, null), Policy), TriageJson.Wire.ClassifiedTicket);

        var json = JsonNode.Parse(line)!.AsObject();
        Assert.DoesNotContain('\n', line);
        Assert.Equal(["id", "language", "intent", "sentiment", "escalation", "decision", "entities"], json.Select(p => p.Key));
        Equal("""[{"type":"payment_card","field":"body","start":4,"length":3}]""", json["entities"]);
        Assert.Equal(["action", "team", "priority", "mode", "template", "reasons"], json["decision"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public void A_line_that_is_no_ticket_keeps_its_place_and_says_why()
    {
        var line = RejectedLine.From(new Rejection(RejectionReason.InvalidJson, "not JSON", null), 7);

        Assert.Equal(
            """{"id":null,"line":7,"error":{"reason":"invalid_json","description":"not JSON"}}""",
            JsonSerializer.Serialize(line, TriageJson.Wire.RejectedLine));
    }

    [Fact]
    public void A_number_that_JSON_cannot_hold_does_not_stop_an_event()
    {
        Assert.Equal(0, (double)Data(Publish(Sample.Labels(escalation: double.NaN))[0])["escalation"]!["probability"]!);
    }

    public static TheoryData<string> AllActions => new(WireNames.All<DecisionAction>());

    [Theory]
    [MemberData(nameof(AllActions))]
    public void What_is_published_fulfils_its_contract(string action)
    {
        var labels = action switch
        {
            "human_review" => Sample.Labels("other", reasons: "severe_anger"),
            "route" => Sample.Labels("track_order", escalation: 0.987654321),
            "suggest_reply" => Sample.Labels(probability: 0.7),
            _ => Sample.Labels(),
        };

        foreach (var customer in new[] { null, new Customer(), new Customer { Id = "c", Tier = CustomerTier.Vip, PriorContacts = 2, OpenTickets = 1, RepliesToday = 0 } })
        {
            var outputs = Publish(labels, Sample.Ticket(t => t with { Customer = customer }));

            Assert.Equal(action, outputs[0].Message.Properties["decision"]);
            Assert.Empty(ContractSchema.Load("routed").Errors(Encoding.UTF8.GetString(outputs[0].Message.Body.Span)));
            Assert.All(outputs.Skip(1), o => Assert.Empty(ContractSchema.Load("reply").Errors(Encoding.UTF8.GetString(o.Message.Body.Span))));
        }
    }

    [Fact]
    public void The_contracts_require_every_field_of_an_event_and_allow_no_other()
    {
        foreach (var (contract, output) in new[] { ("routed", Publish()[0]), ("reply", Publish()[1]) })
        {
            var schema = ContractSchema.Load(contract);
            foreach (var place in Data(output).Select(p => p.Key))
            {
                var body = Body(output.Message);
                body["data"]!.AsObject().Remove(place);
                Assert.Equal(place == "reply", schema.Errors(body.ToJsonString()).Count == 0);
            }

            var more = Body(output.Message);
            more["data"]!["colour"] = "red";
            Assert.NotEmpty(schema.Errors(more.ToJsonString()));
        }
    }

    private static IReadOnlyList<Output> Publish(TicketLabels? labels = null, ReadTicket? ticket = null)
    {
        ticket ??= Sample.Ticket();
        labels ??= Sample.Labels();
        return Events.Of(ticket, labels, Policy.Decide(ticket, labels, 0));
    }

    private static JsonObject Body(OutgoingMessage message) => JsonNode.Parse(message.Body.Span)!.AsObject();

    private static JsonObject Data(Output output) => Body(output.Message)["data"]!.AsObject();

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    private static void Equal(string expected, JsonNode? actual) => Assert.Equal(expected.Trim(), actual!.ToJsonString());
}
