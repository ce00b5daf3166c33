using System.Globalization;
using System.Text;
using Spectre.Console;
using Triage.Decisions;
using Triage.Publishing;

namespace Triage.Worker.Demo;

/// <summary>
/// Shows a demo to a person: every ticket under what was decided, a reply as the customer would read it, the teams' loads,
/// and the account. The tickets are the demo's own, so their text may be shown.
/// </summary>
internal static class DemoView
{
    // From here on a ticket fits one line; below it takes two.
    private const int WideFrom = 150;
    private const int WideWords = 40;
    private const int NarrowWords = 26;

    public static void Write(IAnsiConsole console, DemoReport report)
    {
        var isWide = console.Profile.Width >= WideFrom;
        foreach (var (action, title) in Sections)
        {
            RoutedTicket[] tickets =
            [
                .. report.Routed.Where(t => t.Decision.Action == action.WireName())
                    .OrderByDescending(t => Rank(t.Decision.Priority)).ThenBy(t => t.TicketId, StringComparer.Ordinal)
            ];
            if (tickets.Length == 0)
            {
                continue;
            }

            Heading(console, title, tickets.Length);
            console.Write(Tickets(tickets, isWide));
            if (action == DecisionAction.AutoReply)
            {
                WriteReply(console, tickets, report.Replies);
            }
        }

        if (report.DeadLettered.Count > 0)
        {
            Heading(console, "Dead-lettered: no ticket can be read from them", report.DeadLettered.Count);
            console.Write(DeadLettered(report.DeadLettered));
        }

        Heading(console, "Teams", report.Routed.Count);
        console.Write(Teams(report.Routed));
        WriteAccount(console, report);
    }

    private static IEnumerable<(DecisionAction Action, string Title)> Sections =>
    [
        (DecisionAction.AutoReply, "Answered automatically"),
        (DecisionAction.SuggestReply, "Routed with a suggested reply"),
        (DecisionAction.Route, "Routed"),
        (DecisionAction.HumanReview, "For a person to decide"),
    ];

    private static void Heading(IAnsiConsole console, string title, int count)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/] [grey]({count})[/]");
    }

    private static Table Tickets(IEnumerable<RoutedTicket> tickets, bool isWide)
    {
        var table = Plain(isWide ? 8 : 3);
        foreach (var ticket in tickets)
        {
            var id = new Markup($"[grey]{Escaped(ticket.TicketId)}[/]");
            var words = new Text(FirstWords(ticket, isWide ? WideWords : NarrowWords));
            var intent = $"{Escaped(ticket.Intent.Label)} [grey]{ticket.Intent.Probability * 100:0} %[/]";
            var mood = Mood(ticket.Sentiment.Label);
            var escalates = Escalates(ticket) ? $"[yellow]escalates {ticket.Escalation.Probability * 100:0} %[/]" : "";
            var target = $"{Escaped(ticket.Decision.Team)} {PriorityMarkup(ticket.Decision.Priority)}";
            var why = new Markup($"[grey]{Escaped(string.Join(", ", ticket.Escalation.Reasons.Concat(Why(ticket))))}[/]");
            if (isWide)
            {
                table.AddRow(
                    id, new Text(ticket.Channel ?? ""), words, new Markup(intent), new Markup(mood), new Markup(escalates), new Markup(target), why);
            }
            else
            {
                table.AddRow(
                    new Rows(new Markup($"[grey]{Escaped(ticket.TicketId)} {Escaped(ticket.Channel)}[/]"), words),
                    new Rows(new Markup(intent), new Markup($"{mood} {escalates}")),
                    new Rows(new Markup(target), why));
            }
        }

        return table;
    }

    /// <summary>One reply in full; the others differ in their facts only.</summary>
    private static void WriteReply(IAnsiConsole console, RoutedTicket[] answered, IReadOnlyList<ProposedReply> replies)
    {
        if (replies is not [var reply, ..] || Array.Find(answered, t => t.TicketId == reply.TicketId) is not { } ticket)
        {
            return;
        }

        var box = new Table { Border = TableBorder.Rounded, BorderStyle = new Style(Color.Green) };
        box.AddColumn(new TableColumn($"[green]reply to {Escaped(ticket.TicketId)}[/]").Width(Math.Min(console.Profile.Width, 100) - 4));
        box.AddRow(new Rows(new Markup($"[bold]{Escaped(reply.Subject)}[/]"), new Text(reply.Body.Trim())));
        console.Write(box);
    }

    private static Table DeadLettered(IEnumerable<DeadLetteredTicket> letters)
    {
        var table = Plain(3);
        foreach (var letter in letters)
        {
            table.AddRow(
                new Markup($"[grey]{Escaped(letter.TicketId ?? "(no id)")}[/]"),
                new Markup($"[red]{Escaped(letter.Reason)}[/]"),
                new Text(letter.Description));
        }

        return table;
    }

    private static Table Teams(IReadOnlyList<RoutedTicket> tickets)
    {
        var table = Plain(3);
        foreach (var team in tickets.GroupBy(t => t.Decision.Team).OrderByDescending(g => g.Count()).ThenBy(g => g.Key))
        {
            var urgent = team.Count(t => t.Decision.Priority == "urgent");
            var high = team.Count(t => t.Decision.Priority == "high");
            var calm = team.Count() - urgent - high;
            table.AddRow(
                new Text(team.Key),
                new Text($"{team.Count()}").RightJustified(),
                new Markup($"[red]{Bar(urgent)}[/][yellow]{Bar(high)}[/][grey]{Bar(calm)}[/]{Told(urgent, "urgent")}{Told(high, "high")}"));
        }

        return table;

        static string Bar(int count) => new('■', Math.Min(count, 40));

        static string Told(int count, string priority) => count > 0 ? $" [grey]{count} {priority}[/]" : "";
    }

    private static void WriteAccount(IAnsiConsole console, DemoReport report)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"[bold]{report.TicketsPerSecond:0} tickets a second[/] [grey]in {report.Seconds:0.0} s, from a durable queue to committed results[/]");
        FormattableString sum =
            $"{report.Sent} sent = {report.Routed.Count} routed + {report.DeadLettered.Count} dead-lettered + {report.DuplicatesDropped} dropped as duplicates";
        if (report.EveryTicketAccountedFor)
        {
            console.MarkupLineInterpolated($"[green]✓[/] {sum.ToString(CultureInfo.InvariantCulture)}: every ticket is accounted for");
        }
        else
        {
            console.MarkupLineInterpolated(
                $"[red]✗ {sum.ToString(CultureInfo.InvariantCulture)}, {report.Replies.Count} replies: this does not add up[/]");
        }
    }

    private static string FirstWords(RoutedTicket ticket, int cells)
    {
        var text = string.IsNullOrWhiteSpace(ticket.Subject) ? ticket.Body : ticket.Subject;
        var words = string.Join(' ', text.Split((char[]?)null, cells, StringSplitOptions.RemoveEmptyEntries));
        var shown = new StringBuilder();
        var width = 0;
        foreach (var rune in words.EnumerateRunes())
        {
            width += rune.ToString().GetCellWidth();
            if (width >= cells)
            {
                return $"{shown}…";
            }

            shown.Append(rune);
        }

        return words;
    }

    private static int Rank(string priority) => WireNames.TryParse<Priority>(priority, out var rank) ? (int)rank : 0;

    private static string Mood(string sentiment) => sentiment switch
    {
        "negative" => "[red]negative[/]",
        "positive" => "[green]positive[/]",
        _ => $"[grey]{Escaped(sentiment)}[/]",
    };

    private static string PriorityMarkup(string priority) => priority switch
    {
        "urgent" => "[bold red]urgent[/]",
        "high" => "[yellow]high[/]",
        _ => $"[grey]{Escaped(priority)}[/]",
    };

    /// <summary>
    /// What decided, of the conditions that the decision lists: an escalation is shown already, and that most intents are
    /// never answered automatically is no news.
    /// </summary>
    private static IEnumerable<string> Why(RoutedTicket ticket)
    {
        var codes = ticket.Decision.Reasons.Select(r => r.Code).Distinct();
        return ticket.Decision.Action == DecisionAction.HumanReview.WireName()
            ? codes.Where(c => c is ReasonCode.LowConfidence or ReasonCode.SmallMargin or ReasonCode.OutOfScope or ReasonCode.LanguageNotSupported)
            : codes.Where(c => c is not (ReasonCode.IntentNotAllowed or ReasonCode.ModeOff) && (c != ReasonCode.Escalation || !Escalates(ticket)));
    }

    private static bool Escalates(RoutedTicket ticket) => ticket.Escalation.Label == "escalate";

    private static Table Plain(int columns)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        for (var i = 0; i < columns; i++)
        {
            var isLast = i == columns - 1; // the one that may wrap
            table.AddColumn(new TableColumn("") { NoWrap = !isLast }.PadLeft(i == 0 ? 2 : 0).PadRight(isLast ? 0 : 2));
        }

        return table;
    }

    private static string Escaped(string? text) => Markup.Escape(text ?? "");
}
