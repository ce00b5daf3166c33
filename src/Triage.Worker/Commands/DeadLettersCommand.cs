using System.CommandLine;
using Triage.Tickets;
using Triage.Transports;
using Triage.Worker.Composition;

namespace Triage.Worker.Commands;

/// <summary><c>triage dead-letters</c>: what waits for a person, and what the person does with it.</summary>
internal static class DeadLettersCommand
{
    public static Command Declare() => new("dead-letters", "Shows and settles messages that wait for a person.")
    {
        List(),
        Show(),
        Settle(
            "resubmit", "Sends copies to be delivered again and removes the dead letters.", "resubmitted", isFinal: false,
            static (transport, letter, cancellation) => transport.ResubmitDeadLetterAsync(letter.Entity, letter.Sequence, cancellation)),
        Settle(
            "discard", "Removes dead letters for good.", "discarded", isFinal: true,
            static (transport, letter, cancellation) => transport.DiscardDeadLetterAsync(letter.Entity, letter.Sequence, cancellation)),
    };

    private static Command List()
    {
        var entity = Entity();
        var reason = Reason();
        var max = new Option<int?>("--max") { Description = "Shows at most so many, oldest first. Default 100.", HelpName = "N", Validators = { CommonOptions.AtLeastOne } };
        var json = CommonOptions.Json();
        return new Command("list", "Lists dead letters, oldest first, and leaves them where they are.") { entity, reason, max, json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Transport, cancellation);
                int limit = invocation.Get(max) ?? 100;
                var letters = new List<DeadLetter>();
                await foreach (var letter in FindAsync(parts.Transport, invocation.Get(entity), invocation.Get(reason), cancellation))
                {
                    if (letters.Count == limit)
                    {
                        invocation.Error.WriteLine($"There are more than {limit:N0}; --max shows more.");
                        break;
                    }

                    letters.Add(letter);
                }

                DeadLetterOutput.WriteList(invocation.Results, letters, invocation.Get(json));
                return ExitCode.Done;
            });
    }

    private static Command Show()
    {
        var sequence = new Argument<long>("SEQUENCE") { Description = "The dead letter's number, as list shows it." };
        var entity = Entity();
        var json = CommonOptions.Json();
        return new Command("show", "Shows one dead letter with its body. The body holds what a customer wrote.") { sequence, entity, json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Transport, cancellation);
                var found = await FindAsync(parts.Transport, invocation.Get(entity), [invocation.Get(sequence)], cancellation);
                DeadLetterOutput.WriteOne(invocation.Results, found.Single(), invocation.Get(json));
                return ExitCode.Done;
            });
    }

    private static Command Settle(
        string name, string description, string done, bool isFinal, Func<ITransport, DeadLetter, CancellationToken, Task<bool>> settle)
    {
        var sequences = new Argument<long[]>("SEQUENCE") { Description = "Numbers, as list shows them.", Arity = ArgumentArity.ZeroOrMore };
        var entity = Entity();
        var reason = Reason();
        var all = new Option<bool>("--all") { Description = "Every dead letter (of --entity, where given)." };
        var yes = new Option<bool>("--yes") { Description = "Does not ask." };
        var json = CommonOptions.Json();
        var command = new Command(name, description) { sequences, entity, reason, all, json };
        if (isFinal)
            command.Add(yes);
        command.Validators.Add(result =>
        {
            int ways = (result.GetValue(sequences) is { Length: > 0 } ? 1 : 0) + (result.GetValue(reason) is null ? 0 : 1) + (result.GetValue(all) ? 1 : 0);
            if (ways != 1)
                result.AddError("Say which: either SEQUENCE…, or --reason CODE, or --all.");
        });
        return command.Does(async (invocation, cancellation) =>
        {
            var parts = await invocation.ComposeAsync(Needs.Transport, cancellation);

            // All are found before the first is settled: what comes back as a dead letter meanwhile is not taken twice.
            var letters = invocation.Get(sequences) is { Length: > 0 } asked
                ? await FindAsync(parts.Transport, invocation.Get(entity), asked, cancellation)
                : await FindAsync(parts.Transport, invocation.Get(entity), invocation.Get(reason), cancellation).ToListAsync(cancellation);
            if (isFinal && letters.Count > 0 && !invocation.Get(yes) && !Confirmed(letters.Count))
                throw new CommandException("Nothing was discarded.");

            var report = new DeadLetterOutput.Report(done, invocation.Results, invocation.Error, invocation.Get(json));
            try
            {
                foreach (var letter in letters)
                    report.Add(letter, await settle(parts.Transport, letter, cancellation));
            }
            finally
            {
                report.Write();
            }

            return report.IsComplete ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static Option<string?> Entity() => new Option<string?>("--entity") { Description = "Only of this queue or subscription.", HelpName = "E" }
        .AcceptOnlyFromAmong([.. Topology.Default.Receivable]);

    // Any code: brokers and other programs dead-letter for reasons of their own.
    private static Option<string?> Reason() => new("--reason")
    {
        Description = "Only those with this reason, for example " + RejectionReason.InvalidTicket + ".",
        HelpName = "CODE",
    };

    /// <summary>On a terminal a person is asked; a script has said what it wants.</summary>
    private static bool Confirmed(int count)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            return true;

        Console.Error.Write($"Discard {count:N0} {(count == 1 ? "dead letter" : "dead letters")} for good? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static async IAsyncEnumerable<DeadLetter> FindAsync(
        ITransport transport, string? entity, string? reason, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int Page = 100;
        foreach (string path in entity is null ? Topology.Default.Receivable : [entity])
        {
            IReadOnlyList<DeadLetter> page;
            long after = 0;
            do
            {
                page = await transport.PeekDeadLettersAsync(path, after, Page, cancellation);
                foreach (var letter in page.Where(l => reason is null || l.Reason == reason))
                    yield return letter;
                after = page.Count > 0 ? page[^1].Sequence : after;
            }
            while (page.Count > 0);
        }
    }

    /// <exception cref="CommandException">One is in no entity, or in several.</exception>
    private static async Task<IReadOnlyList<DeadLetter>> FindAsync(
        ITransport transport, string? entity, IReadOnlyCollection<long> sequences, CancellationToken cancellation)
    {
        var found = new List<DeadLetter>();
        foreach (long sequence in sequences.Distinct())
        {
            var matches = new List<DeadLetter>();
            foreach (string path in entity is null ? Topology.Default.Receivable : [entity])
                matches.AddRange((await transport.PeekDeadLettersAsync(path, sequence - 1, 1, cancellation)).Where(l => l.Sequence == sequence));
            found.Add(matches switch
            {
                [var one] => one,
                [] => throw new CommandException($"There is no dead letter {sequence}{(entity is null ? "" : $" in {entity}")}; 'triage dead-letters list' shows which there are."),
                _ => throw new CommandException($"There is a dead letter {sequence} in {string.Join(" and in ", matches.Select(m => m.Entity))}; say which with --entity."),
            });
        }

        return found;
    }
}
