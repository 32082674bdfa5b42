using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>
/// Connects the worker to the process's event buffer, at the first event: the buffer needs the bus, which is made with
/// the worker's filters in it.
/// </summary>
internal sealed class EventSink(IServiceProvider services, PayloadLimit payloads) : ITaskEventSink
{
    private readonly Lazy<TaskEventBuffer> buffer = new(services.GetRequiredService<TaskEventBuffer>);

    public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        buffer.Value.Add(payloads.Cut(taskEvent), cancellationToken);

    public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken) =>
        buffer.Value.Add(new EventEntry(latest), cancellationToken);

    public Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        buffer.Value.AddConfirmed(payloads.Cut(taskEvent), cancellationToken);
}
