using System.Text;
using Triage.Classification;
using Triage.Decisions;
using Triage.Tests.Decisions;
using Triage.Tests.Pump;
using Triage.Tickets;
using Triage.Worker.Commands;
using Triage.Worker.Input;

namespace Triage.Tests.Worker.Input;

public sealed class LineLabellerTests
{
    private readonly ScriptedClassifier _classifier = new();

    [Fact]
    public async Task Each_line_gives_a_result_in_order_whatever_it_holds()
    {
        var results = await LabelAsync("""{"id":"1","body":"Where is it?"}""", "", "garbage", """{"id":"2","body":"Thanks!"}""");

        Assert.Equal([1, 2, 3, 4], results.Select(r => r.Line.Number));
        Assert.Equal("1", Assert.IsType<LabelledTicket>(results[0]).Ticket.Ticket.Id);
        Assert.Equal(RejectionReason.InvalidJson, Assert.IsType<RejectedTicket>(results[1]).Rejection.Reason);
        Assert.Equal(RejectionReason.InvalidJson, Assert.IsType<RejectedTicket>(results[2]).Rejection.Reason);
        Assert.Equal("2", Assert.IsType<LabelledTicket>(results[3]).Ticket.Ticket.Id);
    }

    [Fact]
    public async Task A_line_that_was_cut_is_rejected_with_its_true_length_and_its_id()
    {
        var line = $$"""{"id":"big","body":"{{new string('x', 1_000_000)}}"}""";

        var rejection = Assert.IsType<RejectedTicket>(Assert.Single(await LabelAsync(line))).Rejection;

        Assert.Equal(RejectionReason.TooLarge, rejection.Reason);
        Assert.Equal("big", rejection.TicketId);
        Assert.Contains("1,000,022 bytes; the limit is 262,144", rejection.Description);
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_inferred_fails_alone()
    {
        _classifier.Answer = (ticket, _) => ticket.Ticket.Id == "2" ? throw new InferenceFailedException("It fails alone too.") : Task.FromResult(Sample.Labels());

        var results = await LabelAsync("""{"id":"1","body":"a"}""", """{"id":"2","body":"b"}""", """{"id":"3","body":"c"}""");

        Assert.IsType<LabelledTicket>(results[0]);
        Assert.Equal(new Rejection(RejectionReason.InferenceFailed, "It fails alone too.", "2"), Assert.IsType<RejectedTicket>(results[1]).Rejection);
        Assert.IsType<LabelledTicket>(results[2]);
    }

    [Fact]
    public async Task A_model_that_cannot_run_ends_the_command()
    {
        _classifier.Answer = (_, _) => throw new InferenceUnavailableException("The session is gone.");

        var failure = await Assert.ThrowsAsync<CommandException>(() => LabelAsync("""{"id":"1","body":"a"}"""));

        Assert.Contains("The session is gone.", failure.Message);
    }

    [Fact]
    public async Task A_customer_who_had_enough_replies_today_gets_none()
    {
        var results = await LabelAsync(
            """{"id":"1","subject":"Delivery","body":"Can you please bring it to a parcel locker near my house?","customer":{"id":"c","repliesToday":0}}""",
            """{"id":"2","subject":"Delivery","body":"Can you please bring it to a parcel locker near my house?","customer":{"id":"c","repliesToday":3}}""");

        Assert.Equal([DecisionAction.AutoReply, DecisionAction.Route], results.Select(r => Assert.IsType<LabelledTicket>(r).Decision.Action));
    }

    private async Task<List<LabelledLine>> LabelAsync(params string[] lines)
    {
        var rules = Rules.Load(Path.Combine(Repository.Root, "src", "Triage.Worker", "rules", "rules.json"));
        var labeller = new LineLabeller(_classifier, new DecisionPolicy(rules, Sample.Model, DecisionOptions.DryRun), window: 2);
        var results = new List<LabelledLine>();
        await foreach (var result in labeller.LabelAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")), default))
        {
            results.Add(result);
        }

        return results;
    }
}
