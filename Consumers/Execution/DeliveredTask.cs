using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What is known of a task when it is delivered, by its message and its policy. Does not change.</summary>
internal abstract class DeliveredTask
{
    protected DeliveredTask(
        ConsumeContext context, string name, string queue, string worker, TaskPolicy policy, TimeProvider clock)
    {
        Delivery = context;
        var headers = context.Headers;

        TaskId = context.MessageId ?? Guid.CreateVersion7(clock.GetUtcNow());
        Name = name;
        Queue = queue;
        Worker = worker;
        Policy = policy;
        ReceivedAt = clock.GetUtcNow();
        Eta = TaskHeaderFormat.Time(headers.Get<string>(TaskHeaders.Eta));
        Expires = TaskHeaderFormat.Time(headers.Get<string>(TaskHeaders.Expires));
        MaxRetries = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.MaxRetries)) ?? policy.MaxRetries;
        SoftTimeLimit =
            TaskHeaderFormat.Duration(headers.Get<string>(TaskHeaders.SoftTimeLimit)) ?? policy.SoftTimeLimit;
        TimeLimit = TaskHeaderFormat.Duration(headers.Get<string>(TaskHeaders.TimeLimit)) ?? policy.TimeLimit;
        RootId = TaskHeaderFormat.Id(headers.Get<string>(TaskHeaders.RootId));
        ParentId = TaskHeaderFormat.Id(headers.Get<string>(TaskHeaders.ParentId));
        IgnoreResult = policy.IgnoreResult || IsTrue(headers.Get<string>(TaskHeaders.IgnoreResult));
        IsReported = headers.Get<string>(TaskHeaders.Name) is not null;
    }

    /// <summary>The message as it came.</summary>
    public ConsumeContext Delivery { get; }

    public Guid TaskId { get; }

    public string Name { get; }

    public string Queue { get; }

    public string Worker { get; }

    public TaskPolicy Policy { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>When it was sent, as far as its message says so; else when it was received.</summary>
    public DateTimeOffset SentAt => Delivery.SentTime is { } sent
        ? new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc))
        : ReceivedAt;

    /// <summary>When it was last replayed from the dead letters.</summary>
    public DateTimeOffset? ReplayedAt => TaskHeaderFormat.Time(Delivery.Headers.Get<string>(TaskHeaders.ReplayedAt));

    public DateTimeOffset? Eta { get; }

    public DateTimeOffset? Expires { get; }

    public int MaxRetries { get; }

    /// <summary>Wait before each retry. Looked for when it is needed, which is seldom.</summary>
    public Backoff Backoff =>
        BackoffHeaders.Read(name => Delivery.Headers.Get<string>(name)) ?? Policy.Backoff;

    public TimeSpan? SoftTimeLimit { get; }

    public TimeSpan? TimeLimit { get; }

    public bool IgnoreResult { get; }

    public Guid? RootId { get; }

    public Guid? ParentId { get; }

    /// <summary>Whether the sender has told the trackers of the task.</summary>
    public bool IsReported { get; }

    /// <summary>Whether the task fails, and does not run again, if this worker is lost while it runs.</summary>
    public bool FailsIfLost => Policy.Acknowledge == AcknowledgeMode.AtMostOnce
        || Policy.OnWorkerLost == WorkerLostAction.Fail;

    private static bool IsTrue(string? header) => string.Equals(header, "true", StringComparison.OrdinalIgnoreCase);
}
