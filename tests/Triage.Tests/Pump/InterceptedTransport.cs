using Triage.Transports;

namespace Triage.Tests.Pump;

/// <summary>A real transport with a place in front of each call where a test can fail it or wait for it.</summary>
internal sealed class InterceptedTransport(ITransport inner) : DelegatingTransport(inner)
{
    public Func<Task> BeforeReceive { get; set; } = () => Task.CompletedTask;

    public Func<Task> BeforeComplete { get; set; } = () => Task.CompletedTask;

    /// <summary>Released once for each renewal that the broker has confirmed.</summary>
    public SemaphoreSlim Renewed { get; } = new(0);

    public override IReceiver OpenReceiver(string entity) => new Receiver(this, base.OpenReceiver(entity));

    private sealed class Receiver(InterceptedTransport owner, IReceiver inner) : DelegatingReceiver(inner)
    {
        public override async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellation)
        {
            await owner.BeforeReceive();
            return await base.ReceiveAsync(max, wait, cancellation);
        }

        public override async Task RenewAsync(ReceivedMessage message, CancellationToken cancellation)
        {
            await base.RenewAsync(message, cancellation);
            owner.Renewed.Release();
        }

        public override async Task CompleteAsync(ReceivedMessage message, Completion completion, CancellationToken cancellation)
        {
            await owner.BeforeComplete();
            await base.CompleteAsync(message, completion, cancellation);
        }
    }
}
