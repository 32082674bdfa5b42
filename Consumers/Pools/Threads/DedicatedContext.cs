namespace Messaging.Consumers;

/// <summary>
/// Keeps what follows an <c>await</c> on the dedicated threads: on any of them, so that no thread is waited for. As on
/// the thread pool, two continuations of one task may run at the same time.
/// </summary>
internal sealed class DedicatedContext(DedicatedThreads threads) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => threads.Run(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
