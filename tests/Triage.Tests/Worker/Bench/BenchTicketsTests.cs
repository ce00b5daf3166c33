using System.Text;
using System.Text.Json;
using Triage.Worker.Bench;
using Triage.Worker.Commands;

namespace Triage.Tests.Worker.Bench;

public sealed class BenchTicketsTests
{
    [Fact]
    public async Task A_repeated_ticket_is_a_new_ticket_of_a_new_customer()
    {
        var tickets = await LoadAsync("""{"id":"1","body":"Where is it?","customer":{"id":"c","tier":"vip"}}""", "no ticket", """{"id":"2","body":"Thanks!"}""");

        JsonElement[] messages = [.. tickets.Messages(4).Select(m => JsonDocument.Parse(m.Body).RootElement)];

        Assert.Equal(4, messages.Select(m => m.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(["Where is it?", "Thanks!", "Where is it?", "Thanks!"], messages.Select(m => m.GetProperty("body").GetString()));
        Assert.NotEqual(messages[0].GetProperty("customer").GetProperty("id").GetString(), messages[2].GetProperty("customer").GetProperty("id").GetString());
        Assert.Equal("vip", messages[2].GetProperty("customer").GetProperty("tier").GetString());
    }

    [Fact]
    public async Task A_cut_emoji_and_an_event_are_repeated_as_they_were_read()
    {
        var tickets = await LoadAsync(
            """{"id":"1","body":"saved \ud83d"}""",
            """{"specversion":"1.0","type":"triage.ticket.received.v1","id":"e","source":"/shop","data":{"id":"2","body":"Thanks!"}}""");

        Assert.Equal(["saved \uFFFD", "Thanks!"], tickets.Messages(2).Select(m => JsonDocument.Parse(m.Body).RootElement.GetProperty("body").GetString()));
    }

    [Fact]
    public async Task The_bare_model_gets_the_texts_of_the_same_tickets()
    {
        var tickets = await LoadAsync("""{"id":"1","body":"Where is it?"}""", """{"id":"2","body":"Thanks!"}""");

        Assert.Equal(["Where is it?", "Thanks!", "Where is it?"], tickets.TextsOf(3));
    }

    [Fact]
    public async Task A_file_without_tickets_is_an_error() =>
        await Assert.ThrowsAsync<CommandException>(() => LoadAsync("", "{}"));

    private static Task<BenchTickets> LoadAsync(params string[] lines) =>
        BenchTickets.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), default);
}
