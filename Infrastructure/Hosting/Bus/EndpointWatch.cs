using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Acts on every (re)connection. The bus is made with its observers, so what needs the bus is looked up when it is
/// needed.
/// </summary>
internal sealed class EndpointWatch(
    QueueNames queues,
    ReplyQueue replies,
    RevocationList revocations,
    WorkerOptions worker,
    IServiceProvider services,
    ILogger<EndpointWatch> logger)
    : IReceiveEndpointObserver
{
    public Task Ready(ReceiveEndpointReady ready)
    {
        if (IsQueue(ready.InputAddress, queues.Replies))
            replies.Connected(ready.InputAddress);
        else if (IsQueue(ready.InputAddress, queues.Control))
            _ = AskForRevocations();

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    /// <summary>The control queue is there, so none is missed between the question and now.</summary>
    private async Task AskForRevocations()
    {
        try
        {
            var queries = services.GetRequiredService<TrackerQueries>();
            var open = await queries.Ask<GetRevokedTasks, RevokedTasks>(
                new GetRevokedTasks { Worker = worker.Name }, CancellationToken.None);
            foreach (var revocation in open.Tasks)
                revocations.Add(revocation);
        }
        catch (Exception exception)
        {
            HostingLog.RevocationsUnknown(logger, exception.Message);
        }
        finally
        {
            revocations.Complete();
        }
    }

    private static bool IsQueue(Uri address, string queue) =>
        address.AbsolutePath.EndsWith("/" + queue, StringComparison.Ordinal);
}
