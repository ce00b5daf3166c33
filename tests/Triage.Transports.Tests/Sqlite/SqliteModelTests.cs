using System.Text;
using FsCheck.Xunit;
using Triage.Transports.Sqlite;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>Whatever is done in whatever order, the file does what <see cref="QueueModel"/> does.</summary>
public sealed class SqliteModelTests
{
    public enum Verb { Send, Receive, Renew, Complete, Abandon, DeadLetter, ScheduleAgain, Resubmit, Discard, Pass, Reopen, Crash }

    /// <param name="Pick">Which of the messages at hand, how many, or how long.</param>
    public sealed record Move(Verb Verb, byte Pick);

    [Property(MaxTest = 60, EndSize = 80)]
    public async Task No_interleaving_loses_a_ticket_or_publishes_its_output_twice(Move[] moves)
    {
        await using var game = new Game();
        foreach (var move in moves) await game.PlayAsync(move);
        await game.FinishAsync();
    }

    private sealed class Game : IAsyncDisposable
    {
        private readonly SqliteFixture _fixture = new();
        private readonly QueueModel _model;
        private readonly List<(ReceivedMessage Message, QueueModel.Entry Entry)> _received = [];
        private SqliteTransport _transport;
        private IReceiver _tickets;

        public Game()
        {
            _model = new QueueModel(_fixture.Topology.Queues[0]);
            _transport = _fixture.OpenAnother();
            _tickets = _transport.OpenReceiver(Topology.Tickets);
        }

        public Task PlayAsync(Move move) => move.Verb switch
        {
            Verb.Send => SendAsync(move.Pick),
            Verb.Receive => ReceiveAsync(1 + (move.Pick % 4)),
            Verb.Pass => _fixture.PassAsync(TimeSpan.FromSeconds(new[] { 1, 10, 30, 601 }[move.Pick % 4])),
            Verb.Reopen or Verb.Crash => ReopenAsync(isCrash: move.Verb == Verb.Crash),
            Verb.Resubmit or Verb.Discard => WorkOnDeadLetterAsync(move),
            _ => SettleAsync(move),
        };

        /// <summary>Empties the queue, then counts: every ticket is published once, dead, or discarded.</summary>
        public async Task FinishAsync()
        {
            while (_model.Alive.Any())
            {
                await _fixture.PassAsync(TimeSpan.FromHours(1));
                var from = _received.Count;
                await ReceiveAsync(10);
                for (var i = from; i < _received.Count; i++) await SettleAsync(Verb.Complete, i);
            }

            await using var routed = _transport.OpenReceiver(ConformanceTopology.RoutedAll);
            var published = await routed.ReceiveAsync(10_000, TimeSpan.Zero, default);
            Assert.Equal(_model.Published.Select(OutputOf), published.Select(m => m.MessageId));
            var dead = await DeadLettersAsync();
            Assert.Equal(_model.Accepted, published.Count + dead.Count + _model.Discarded);
            Assert.Empty(await _tickets.ReceiveAsync(10, TimeSpan.Zero, default));
        }

        public ValueTask DisposeAsync() => _fixture.DisposeAsync();

        private async Task SendAsync(byte pick)
        {
            var (id, content) = ($"ticket-{pick % 16}", _model.NextContent());
            _model.Send(id, content, _fixture.Now);
            await _transport.SendAsync(Topology.Tickets, [SqliteMessages.New(id, content)], default);
        }

        private async Task ReceiveAsync(int max)
        {
            var expected = _model.Receive(max, _fixture.Now);
            var actual = await _tickets.ReceiveAsync(max, TimeSpan.Zero, default);

            Assert.Equal(
                expected.Select(e => (e.Content, e.Deliveries)),
                actual.Select(m => (Encoding.UTF8.GetString(m.Body.Span), m.DeliveryCount)));
            _received.AddRange(actual.Zip(expected));
        }

        private Task SettleAsync(Move move) =>
            _received.Count == 0 ? Task.CompletedTask : SettleAsync(move.Verb, move.Pick % _received.Count);

        private async Task SettleAsync(Verb verb, int index)
        {
            var (message, entry) = _received[index];
            var due = _fixture.Now.AddSeconds(20);
            var isHeld = _model.IsHeld(entry, message.DeliveryCount, _fixture.Now);

            var loss = await Record.ExceptionAsync(() => verb switch
            {
                Verb.Renew => _tickets.RenewAsync(message, default),
                Verb.Complete => _tickets.CompleteAsync(message, Publishing(entry.Content), default),
                Verb.Abandon => _tickets.AbandonAsync(message, default),
                Verb.DeadLetter => _tickets.DeadLetterAsync(message, "test", "on purpose", default),
                _ => _tickets.ScheduleAgainAsync(message, due, default),
            });

            Assert.Equal(isHeld ? null : typeof(LockLostException), loss?.GetType());
            if (!isHeld) return;
            switch (verb)
            {
                case Verb.Renew: _model.Renew(entry, _fixture.Now); break;
                case Verb.Complete: _model.Complete(entry); break;
                case Verb.Abandon: entry.State = QueueModel.State.Ready; break;
                case Verb.DeadLetter: entry.State = QueueModel.State.Dead; break;
                default: _model.Replace(entry, due, _fixture.Now); break;
            }
        }

        private async Task WorkOnDeadLetterAsync(Move move)
        {
            var dead = await DeadLettersAsync();
            if (dead.Count == 0) return;
            var index = move.Pick % dead.Count;
            var (sequence, entry) = (dead[index].Sequence, _model.Dead.ElementAt(index));
            if (move.Verb == Verb.Resubmit)
            {
                Assert.True(await _transport.ResubmitDeadLetterAsync(Topology.Tickets, sequence, default));
                _model.Replace(entry, due: default, _fixture.Now);
            }
            else
            {
                Assert.True(await _transport.DiscardDeadLetterAsync(Topology.Tickets, sequence, default));
                _model.Discard(entry);
            }
        }

        private async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync()
        {
            var dead = await _transport.PeekDeadLettersAsync(Topology.Tickets, 0, 10_000, default);
            Assert.Equal(_model.Dead.Select(e => e.Content), dead.Select(d => Encoding.UTF8.GetString(d.Body.Span)));
            return dead;
        }

        /// <summary>A crash leaves the old transport as it is: to the file, that process has ended.</summary>
        private async Task ReopenAsync(bool isCrash)
        {
            if (!isCrash) await _transport.DisposeAsync();
            _transport = _fixture.OpenAnother();
            _tickets = _transport.OpenReceiver(Topology.Tickets);
        }

        private static string OutputOf(string content) => $"routed-{content}";

        private static Completion Publishing(string content) =>
            new([new Output(Topology.Routed, SqliteMessages.New(OutputOf(content)))]);
    }
}
