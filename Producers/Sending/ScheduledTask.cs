using MassTransit;
using MassTransit.Scheduling;

namespace Messaging.Producers;

/// <summary>A task inside the message that asks the scheduler to send it later.</summary>
internal sealed class ScheduledTask(OutgoingTask task, Uri destination) : ScheduleMessage
{
    public Guid CorrelationId => task.TaskId;

    public DateTime ScheduledTime => task.Due.GetValueOrDefault().UtcDateTime;

    public string[] PayloadType { get; } = MessageTypeCache.GetMessageTypeNames(task.Type);

    public Uri Destination => destination;

    public object Payload => task.Task;
}
