using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Producers;

/// <summary>The observers of what this process sends. Made when they are first needed, since they may need the client.</summary>
internal sealed class TaskSendObservers
{
    private readonly Type[] types;
    private readonly Lazy<ITaskSendObserver[]> all;
    private readonly ILogger<TaskSendObservers> logger;

    public TaskSendObservers(
        IServiceProvider services, IEnumerable<TaskSendObserverType> types, ILogger<TaskSendObservers> logger)
    {
        this.types = [.. types.Select(type => type.Type).Distinct()];
        this.logger = logger;
        all = new Lazy<ITaskSendObserver[]>(
            () => Array.ConvertAll(this.types, type => (ITaskSendObserver)services.GetRequiredService(type)));
    }

    public bool IsEmpty => types.Length == 0;

    public IReadOnlyList<ITaskSendObserver> All => all.Value;

    public Task Sending(OutgoingTask task, CancellationToken cancellationToken) => Tell(
        task, nameof(Sending), (observer, send) => observer.Sending(send, cancellationToken));

    public Task Sent(OutgoingTask task, CancellationToken cancellationToken) => Tell(
        task, nameof(Sent), (observer, send) => observer.Sent(send, cancellationToken));

    public Task SendFailed(OutgoingTask task, Exception exception, CancellationToken cancellationToken) => Tell(
        task, nameof(SendFailed), (observer, send) => observer.SendFailed(send, exception, cancellationToken));

    private async Task Tell(
        OutgoingTask task, string what, Func<ITaskSendObserver, ObservedSend, ValueTask> tell)
    {
        var send = new ObservedSend(task);
        foreach (var observer in All)
        {
            try
            {
                await tell(observer, send);
            }
            catch (Exception exception)
            {
                ProducerLog.ObserverFailed(
                    logger,
                    exception,
                    $"{observer.GetType().FullName}.{what}",
                    task.Name,
                    task.TaskId);
            }
        }
    }
}
