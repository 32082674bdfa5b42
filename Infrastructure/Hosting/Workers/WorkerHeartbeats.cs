using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Tells the trackers that this worker lives.
/// <list type="number">
/// <item>One heartbeat at a time, each with a life of two intervals: while the broker or the trackers are away none
/// pile up.</item>
/// <item>A worker that stops goes on saying so while its tasks end. If it is killed meanwhile, it is lost like any
/// other.</item>
/// <item>When the last of its task queues has stopped and no task is open whose message was settled before it ran,
/// and the bus has not stopped, it says that it ends. With one left it says nothing: it is taken for lost then, and the
/// task with it.</item>
/// </list>
/// </summary>
internal sealed class WorkerHeartbeats(
    ActiveRoles roles,
    WorkerPulse pulse,
    WorkerQueues queues,
    DetachedRuns detached,
    QueueNames names,
    IBroker broker,
    IServiceProvider services,
    WorkerOptions options,
    TimeProvider clock,
    ILogger<WorkerHeartbeats> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ended = new();
    private readonly Uri address = broker.QueueAddress(names.Workers);
    private WorkerState state;
    private Task beating = Task.CompletedTask;
    private bool isUnheard;
    private int saidGoodbye;
    private int isDisposed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (roles.IsWorker)
            beating = Task.Run(Beat, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Returns at once: the bus stops after this, and what it waits for is still to be told of.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        state = WorkerState.Stopping;
        if (roles.IsWorker)
            await WorkEnded();
    }

    /// <summary>
    /// One of the task queues has come to its end, or the tasks whose messages were settled have. If it was the last,
    /// that is told before the bus ends.
    /// </summary>
    public Task WorkEnded() =>
        state == WorkerState.Stopping && queues.Running == 0 && detached.Open == 0
            ? SayGoodbye()
            : Task.CompletedTask;

    /// <summary>Of a host that was not stopped. The container holds this twice, and disposes of it as often.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
            return;

        ended.Cancel();
        ended.Dispose();
    }

    private async Task Beat()
    {
        var token = ended.Token;
        while (!token.IsCancellationRequested)
        {
            await TrySend(pulse.Beat(state), LongestSend, 2 * options.HeartbeatInterval);
            await Task.Delay(options.HeartbeatInterval, clock, token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SayGoodbye()
    {
        if (Interlocked.Exchange(ref saidGoodbye, 1) == 1)
            return;

        await ended.CancelAsync();
        await beating;
        await TrySend(pulse.Beat(WorkerState.Stopped), LongestGoodbye, timeToLive: null);
    }

    private async Task TrySend(WorkerHeartbeat heartbeat, TimeSpan timeout, TimeSpan? timeToLive)
    {
        using var giveUp = new CancellationTokenSource(timeout, clock);
        try
        {
            var endpoint = await services.GetRequiredService<IBus>().GetSendEndpoint(address).WaitAsync(giveUp.Token);
            await GuardedSend.Send(endpoint, heartbeat, context => context.TimeToLive = timeToLive, giveUp.Token);

            if (isUnheard)
                HostingLog.HeardAgain(logger, address);
            isUnheard = false;
        }
        catch (Exception exception)
        {
            if (!isUnheard)
                HostingLog.NotHeard(logger, address, SendFailure.Reason(exception, timeout));
            isUnheard = true;
        }
    }
}
