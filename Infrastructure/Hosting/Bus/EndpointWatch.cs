using MassTransit;
using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Acts on every (re)connection. The bus is made with its observers, so what needs the bus is looked up when it is
/// needed.
/// </summary>
internal sealed class EndpointWatch(
    QueueNames queues,
    ActiveRoles roles,
    ReplyQueue replies,
    RevocationList revocations,
    WorkerSlots slots,
    DetachedRuns detached,
    WorkerQueues tasks,
    KeptSettings settings,
    WorkerHeartbeats heartbeats,
    WorkerOptions worker,
    IServiceProvider services,
    ILogger<EndpointWatch> logger)
    : IReceiveEndpointObserver
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource ownQueries = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int connections;

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (IsQueue(ready.InputAddress, queues.Replies))
            replies.Connected(ready.InputAddress);
        else if (IsQueue(ready.InputAddress, queues.Queries))
            ownQueries.TrySetResult();
        else if (tasks.IsOfTasks(ready.InputAddress))
            tasks.Connected(ready.InputAddress, ready.ReceiveEndpoint);
        else if (IsQueue(ready.InputAddress, queues.Control))
            _ = AskTheTrackers(Interlocked.Increment(ref connections));

        return Task.CompletedTask;
    }

    /// <summary>
    /// The worker stops, not just one of its queues: what waits for a slot goes back. A moment later, when the endpoint
    /// takes no deliveries any more, or the broker would hand the same messages straight back to it.
    /// </summary>
    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        if (!stopping.Removed && tasks.IsOfTasks(stopping.InputAddress))
            _ = PutBackSoon();

        return IsQueue(stopping.InputAddress, queues.Control) ? WaitForDetachedRuns() : Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed)
    {
        if (!tasks.IsOfTasks(completed.InputAddress))
            return Task.CompletedTask;

        tasks.Disconnected(completed.InputAddress);
        return heartbeats.WorkEnded();
    }

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    /// <summary>
    /// The transport waits for the tasks whose messages it holds. While this waits for the others the control queue stays
    /// open, and they can be revoked; and so does the bus, by which they tell their ends.
    /// </summary>
    private async Task WaitForDetachedRuns()
    {
        if (detached.Running is > 0 and var running)
            WorkerLog.WaitsForRuns(logger, running, worker.StopTimeout);
        if (await detached.Drain(worker.StopTimeout) is > 0 and var left)
            WorkerLog.RunsLeft(logger, left);
        await heartbeats.WorkEnded();
    }

    private async Task PutBackSoon()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        slots.Stop();
    }

    /// <summary>
    /// What was this worker told for good, and what is revoked? The control queue is there, so nothing is missed
    /// between the question and now. Asked until there is an answer, or the next connection asks.
    /// </summary>
    private async Task AskTheTrackers(int connection)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var queries = services.GetRequiredService<TrackerQueries>();
        // In memory, a question to a queue that is not there yet is lost.
        if (roles.IsTracker)
            await ownQueries.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        for (var failures = 0;
            connection == Volatile.Read(ref connections) && !stopping.IsCancellationRequested;
            failures++)
        {
            try
            {
                await settings.Ask(stopping);
                await foreach (var page in OpenRevocations.Ask(queries, worker.Name, stopping))
                {
                    foreach (var revocation in page.Tasks)
                        revocations.Add(revocation);
                    revocations.Add(page.Rules);
                    revocations.Continue();
                }

                revocations.Complete();
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // A tracker may come later than its workers, and does so after most outages of the broker.
                if (failures == 0)
                    HostingLog.RevocationsUnknown(logger, exception.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            // A tracker without its database answers at once that it cannot.
            await Task.Delay(BetweenQuestions, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsQueue(Uri address, string queue) =>
        address.AbsolutePath.EndsWith("/" + queue, StringComparison.Ordinal);
}
