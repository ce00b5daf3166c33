using System.CommandLine;
using System.Text.Json;
using Triage.Transports;
using Triage.Worker.Composition;
using Triage.Worker.Output;

namespace Triage.Worker.Commands;

/// <summary><c>triage receive TOPIC</c>: takes messages from a subscription to stdout or a file, none lost and each gone only once it is written.</summary>
internal static class ReceiveCommand
{
    // Few enough that a slow reader of stdout does not outlast their locks.
    private const int BatchMessages = 32;

    public static Command Declare()
    {
        var topic = new Argument<string>("TOPIC") { Description = "The topic to receive from." }
            .AcceptOnlyFromAmong([.. Topology.Default.Topics.Select(t => t.Name)]);
        var subscription = new Option<string>("--subscription") { Description = "The topic's subscription.", DefaultValueFactory = _ => Topology.AllSubscription };
        var max = new Option<int?>("--max") { Description = "Ends after so many messages.", HelpName = "N", Validators = { CommonOptions.AtLeastOne } };
        var wait = CommonOptions.Duration("--wait", TimeSpan.FromSeconds(5), "Ends when no message came for this long.");
        var file = new Option<string?>("--out") { Description = "Appends to a file instead of printing.", HelpName = "FILE" };
        return new Command("receive", "Prints a JSON line for each message of a topic's subscription and completes it.") { topic, subscription, max, wait, file }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Transport, cancellation);
                await using var output = invocation.Get(file) is { } path ? OpenToAppend(path) : StandardOutput.Open();
                await using var receiver = parts.Transport.OpenReceiver($"{invocation.Get(topic)}/{invocation.Get(subscription)}");
                await ReceiveAsync(
                    receiver, output, invocation.Get(max) ?? int.MaxValue, invocation.Get(wait), invocation.Error, cancellation);
                return ExitCode.Done;
            });
    }

    /// <summary>Receives until <paramref name="wait"/> passes without a message, or <paramref name="max"/> came.</summary>
    internal static async Task ReceiveAsync(
        IReceiver receiver, Stream output, int max, TimeSpan wait, TextWriter error, CancellationToken cancellation)
    {
        for (int left = max; left > 0;)
        {
            var messages = await receiver.ReceiveAsync(Math.Min(left, BatchMessages), wait, cancellation);
            if (messages.Count == 0)
                return;

            left -= messages.Count;
            await TakeAsync(receiver, messages, output, error);
        }
    }

    /// <summary>Writes, flushes, completes. It is not interrupted: a message that is written is completed.</summary>
    private static async Task TakeAsync(IReceiver receiver, IReadOnlyList<ReceivedMessage> messages, Stream output, TextWriter error)
    {
        try
        {
            var lines = new MemoryStream();
            foreach (var message in messages)
                WriteLine(lines, message);
            await output.WriteAsync(lines.ToArray());
            Flush(output);
        }
        catch (IOException)
        {
            foreach (var message in messages)
                await receiver.AbandonAsync(message, CancellationToken.None);
            throw;
        }

        foreach (var message in messages)
        {
            try
            {
                await receiver.CompleteAsync(message, Completion.WithoutOutputs, CancellationToken.None);
            }
            catch (LockLostException e)
            {
                error.WriteLine($"{e.Message} Its line is written already and will be repeated; take the messageId for its identity.");
            }
        }
    }

    internal static void WriteLine(Stream lines, ReceivedMessage message)
    {
        using (var json = new Utf8JsonWriter(lines, JsonText.Writing))
        {
            json.WriteStartObject();
            json.WriteString("messageId", message.MessageId);
            json.WriteStartObject("properties");
            foreach (var (name, value) in message.Properties)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteNumber("deliveryCount", message.DeliveryCount);
            json.WritePropertyName("body");
            JsonText.WriteBody(json, message.Body);
            json.WriteEndObject();
        }

        lines.WriteByte((byte)'\n');
    }

    // A completed message exists nowhere else any more, so an existing file is never overwritten.
    private static FileStream OpenToAppend(string path) =>
        new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private static void Flush(Stream output)
    {
        if (output is FileStream { CanSeek: true } file)
            file.Flush(flushToDisk: true);
        else
            output.Flush();
    }
}
