namespace Messaging.PullTransport;

/// <summary>Says now and then that a temporary queue is in use, for as long as its receiver lives.</summary>
internal sealed class QueueKeeper : IAsyncDisposable
{
    private readonly string queue;
    private readonly TimeSpan idle;
    private readonly PullRuntime runtime;
    private readonly CancellationTokenSource stopped = new();
    private readonly Task keeping;

    public QueueKeeper(string queue, TimeSpan idle, PullRuntime runtime)
    {
        this.queue = queue;
        this.idle = idle;
        this.runtime = runtime;
        keeping = Task.Run(KeepNowAndThen);
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopped.Dispose();
    }

    private async Task KeepNowAndThen()
    {
        using var timer = new PeriodicTimer(idle / 4, runtime.Clock);
        while (await timer.WaitForNextTickAsync(stopped.Token))
        {
            try
            {
                await runtime.Broker.Keep(queue, stopped.Token);
            }
            catch (BrokerUnavailableException)
            {
                // The receiver finds it out as well. If the queue is gone, it declares it anew.
            }
            catch (Exception exception) when (!stopped.IsCancellationRequested)
            {
                PullLog.NotKept(runtime.Logger, exception, queue);
            }
        }
    }
}
