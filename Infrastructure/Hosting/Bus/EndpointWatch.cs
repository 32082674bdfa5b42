using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
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
    WorkerOptions worker,
    IServiceProvider services,
    ILogger<EndpointWatch> logger)
    : IReceiveEndpointObserver
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource ownQueries = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (IsQueue(ready.InputAddress, queues.Replies))
            replies.Connected(ready.InputAddress);
        else if (IsQueue(ready.InputAddress, queues.Queries))
            ownQueries.TrySetResult();
        else if (IsQueue(ready.InputAddress, queues.Control))
            _ = AskForRevocations();

        return Task.CompletedTask;
    }

    /// <summary>
    /// A task queue stops: what waits for a slot goes back. A moment later, when the endpoint takes no deliveries any
    /// more, or the broker would hand the same messages straight back to it.
    /// </summary>
    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        if (queues.Tasks.Any(queue => IsQueue(stopping.InputAddress, queue)))
            _ = PutBackSoon();

        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    private async Task PutBackSoon()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        slots.Stop();
    }

    /// <summary>The control queue is there, so none is missed between the question and now.</summary>
    private async Task AskForRevocations()
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var queries = services.GetRequiredService<TrackerQueries>();
        // In memory, a question to a queue that is not there yet is lost.
        if (roles.IsTracker)
            await ownQueries.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        for (var failures = 0; !stopping.IsCancellationRequested; failures++)
        {
            try
            {
                var open = await queries.Ask<GetRevokedTasks, RevokedTasks>(
                    new GetRevokedTasks { Worker = worker.Name }, stopping);
                foreach (var revocation in open.Tasks)
                    revocations.Add(revocation);
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
