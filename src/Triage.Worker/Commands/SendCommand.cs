using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Polly;
using Triage.Tickets;
using Triage.Transports;
using Triage.Worker.Composition;
using Triage.Worker.Input;

namespace Triage.Worker.Commands;

/// <summary><c>triage send FILE</c>: each line's bytes become a message, valid ticket or not; the worker judges, not the producer.</summary>
internal static partial class SendCommand
{
    private const int BatchMessages = 256;
    private const int BatchBytes = 4 * 1024 * 1024;

    public static Command Declare()
    {
        var file = InputFile.Argument("Tickets, one JSON object a line.");
        var json = CommonOptions.Json();
        return new Command("send", $"Puts each line of a file on the queue '{Topology.Tickets}', as it is.") { file, json }
            .Does(async (invocation, cancellation) =>
            {
                var parts = await invocation.ComposeAsync(Needs.Transport, cancellation);
                var sender = new LineSender(parts.Transport, parts.Pipelines.Send);
                try
                {
                    await using var stream = InputFile.Open(invocation.Get(file)!);
                    await sender.SendAsync(stream, cancellation);
                }
                finally
                {
                    // Also after a failure or an interruption: what was sent is on the queue.
                    foreach (var refusal in sender.Refused)
                        invocation.Error.WriteLine($"Line {refusal.Line} was not sent: {refusal.Cause}");
                    if (invocation.Get(json))
                        invocation.Results.WriteJsonLine(new(sender.Sent, sender.Refused), SendJson.Default.SendReport);
                    else
                        invocation.Results.Text.WriteLine($"{sender.Sent:N0} sent to {Topology.Tickets}, {sender.Refused.Count:N0} not sent.");
                }

                return sender.Refused.Count == 0 ? ExitCode.Done : ExitCode.Failed;
            });
    }

    /// <param name="Sent">Messages that the broker took; one whose MessageId it has seen inside its duplicate window counts too.</param>
    internal sealed record SendReport(long Sent, IReadOnlyList<Refusal> NotSent);

    /// <param name="Line">1-based.</param>
    internal sealed record Refusal(long Line, string Cause);

    /// <summary>Sends lines in batches and goes on after one that the broker does not take.</summary>
    internal sealed class LineSender(ITransport transport, ResiliencePipeline pipeline)
    {
        private readonly List<Refusal> _refused = [];
        private readonly List<(long Line, OutgoingMessage Message)> _batch = [];
        private int _batchBytes;

        public long Sent { get; private set; }

        public IReadOnlyList<Refusal> Refused => _refused;

        public async Task SendAsync(Stream lines, CancellationToken cancellation)
        {
            await foreach (var line in Lines.ReadAsync(lines, transport.MaxMessageBytes, cancellation))
            {
                if (line.IsCut)
                {
                    _refused.Add(new(line.Number, new MessageTooLargeException(Topology.Tickets, line.Length, transport.MaxMessageBytes).Message
                        + " Shorten the ticket."));
                    continue;
                }

                if (_batch.Count == BatchMessages || _batchBytes + line.Bytes.Length > BatchBytes)
                    await FlushAsync(cancellation);
                _batch.Add((line.Number, ToMessage(line.Bytes)));
                _batchBytes += line.Bytes.Length;
            }

            await FlushAsync(cancellation);
        }

        private static OutgoingMessage ToMessage(ReadOnlyMemory<byte> line) => new()
        {
            // The same ticket sent twice inside the duplicate window is one message.
            MessageId = TicketReader.TryReadId(line, out string? id) ? id : Convert.ToHexStringLower(SHA256.HashData(line.Span)),
            Body = line,
            ContentType = "application/json",
        };

        private async Task FlushAsync(CancellationToken cancellation)
        {
            if (_batch.Count == 0)
                return;

            try
            {
                await SendAsync([.. _batch.Select(b => b.Message)], cancellation);
                Sent += _batch.Count;
            }
            catch (MessageTooLargeException)
            {
                // Properties and framing count too at some brokers; one by one shows which line it is.
                await SendOneByOneAsync(cancellation);
            }

            _batch.Clear();
            _batchBytes = 0;
        }

        private async Task SendOneByOneAsync(CancellationToken cancellation)
        {
            foreach (var (line, message) in _batch)
            {
                try
                {
                    await SendAsync([message], cancellation);
                    Sent++;
                }
                catch (MessageTooLargeException e)
                {
                    _refused.Add(new(line, e.Message + " Shorten the ticket."));
                }
            }
        }

        private async Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
            await pipeline.ExecuteAsync(
                static async (state, token) => await state.transport.SendAsync(Topology.Tickets, state.messages, token),
                (transport, messages), cancellation);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(SendReport))]
    private sealed partial class SendJson : JsonSerializerContext;
}
