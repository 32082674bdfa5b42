using MassTransit;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>
/// A run ready to be sent, with all that a task's message has: id, contract, headers. It is the pipe that its message goes
/// through.
/// </summary>
internal sealed class OutgoingRun(DueRun run, IBrokerConnection broker, DateTimeOffset now) : IPipe<SendContext>
{
    private readonly Schedule schedule = run.Schedule;
    private readonly DateTimeOffset? expires = now + run.Schedule.ExpiresAfter;

    public Guid TaskId => run.TaskId;

    public string Queue => schedule.Queue;

    public RawMessage Message { get; } = new(run.Schedule.Arguments);

    /// <summary>A message that has not left when this is cancelled is held back.</summary>
    public CancellationToken GivenUp { get; set; }

    public TaskSubmitted Event(DateTimeOffset time) => new()
    {
        TaskId = TaskId,
        Time = time,
        Name = schedule.TaskName,
        Queue = Queue,
        Arguments = schedule.Arguments,
        Expires = expires,
    };

    public Task Send(SendContext context)
    {
        GivenUp.ThrowIfCancellationRequested();
        context.MessageId = TaskId;
        context.SupportedMessageTypes = [.. schedule.MessageTypes];
        SetHeaders(context.Headers);
        if (schedule.Priority is { } priority)
            broker.SetPriority(context, priority);

        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("run");

    private void SetHeaders(SendHeaders headers)
    {
        headers.Set(TaskHeaders.Name, schedule.TaskName);
        headers.Set(TaskHeaders.Schedule, schedule.Name);
        headers.Set(TaskHeaders.Due, TaskHeaderFormat.Write(run.Due));
        if (expires is { } notAfter)
            headers.Set(TaskHeaders.Expires, TaskHeaderFormat.Write(notAfter));
        if (schedule.MaxRetries is { } maxRetries)
            headers.Set(TaskHeaders.MaxRetries, TaskHeaderFormat.Write(maxRetries));
        if (schedule.Priority is { } priority)
            headers.Set(TaskHeaders.Priority, TaskHeaderFormat.Write(priority));
        if (schedule.SoftTimeLimit is { } softLimit)
            headers.Set(TaskHeaders.SoftTimeLimit, TaskHeaderFormat.Write(softLimit));
        if (schedule.TimeLimit is { } limit)
            headers.Set(TaskHeaders.TimeLimit, TaskHeaderFormat.Write(limit));
        if (schedule.IgnoreResult)
            headers.Set(TaskHeaders.IgnoreResult, "true");
        foreach (var (name, value) in schedule.Headers)
            headers.Set(name, value);
    }
}
