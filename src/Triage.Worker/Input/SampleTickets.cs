using System.CommandLine;

namespace Triage.Worker.Input;

/// <summary>The tickets that ship beside the executable. Their customers and company do not exist.</summary>
internal static class SampleTickets
{
    public static Option<string> Option() => new("--tickets")
    {
        Description = "Tickets, one JSON object a line; '-' reads from stdin.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "samples", "tickets.jsonl"),
    };
}
