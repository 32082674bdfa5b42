using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Limits;

/// <summary>A task that says when it was started.</summary>
internal interface IMark
{
    string Run { get; }

    string Key { get; }

    int Milliseconds { get; }
}

[TaskName("limits.free")]
public sealed record Free(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

[TaskName("limits.rated")]
public sealed record Rated(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

[TaskName("limits.hourly")]
public sealed record Hourly(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

[TaskName("limits.clusterRated")]
public sealed record ClusterRated(string Run, string? Tenant, int Milliseconds = 0) : ITask, IMark
{
    string IMark.Key => Tenant ?? "";
}

[TaskName("limits.clusterHourly")]
public sealed record ClusterHourly(string Run, string? Tenant, int Milliseconds = 0) : ITask, IMark
{
    string IMark.Key => Tenant ?? "";
}

[TaskName("limits.few")]
public sealed record Few(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

[TaskName("limits.clusterFew")]
public sealed record ClusterFew(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

[TaskName("limits.retried")]
public sealed record Retried(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

/// <summary>Without a limit, until it is told one.</summary>
[TaskName("limits.late")]
public sealed record Late(string Run, string Key = "", int Milliseconds = 0) : ITask, IMark;

/// <inheritdoc cref="Late"/>
[TaskName("limits.lateAtGate")]
public sealed record LateAtGate(string Gate) : ITask;

internal sealed class LateAtGateConsumer : ITaskConsumer<LateAtGate>
{
    public Task Consume(TaskContext<LateAtGate> context) =>
        Gate.Named(context.Message.Gate).Pass(context.CancellationToken);
}

internal class MarkConsumer<TTask>(ConsumeContext delivery) : ITaskConsumer<TTask>
    where TTask : class, ITask, IMark
{
    public virtual Task Consume(TaskContext<TTask> context)
    {
        var task = context.Message;
        var permit = delivery.GetPayload<TaskExecution>().ClusterTurn?.Permit;
        return Starts.Named(task.Run).Run(
            task.Key,
            task.Milliseconds,
            Meets,
            permit == RatePermit.Free ? null : permit?.Due,
            context.CancellationToken);
    }

    protected virtual TimeSpan? Meets => null;
}

/// <summary>The first of a key run until two have met.</summary>
internal sealed class MeetingConsumer<TTask>(ConsumeContext delivery) : MarkConsumer<TTask>(delivery)
    where TTask : class, ITask, IMark
{
    protected override TimeSpan? Meets => Eventually.Deadline;
}

internal sealed class RetriedConsumer(ConsumeContext delivery) : MarkConsumer<Retried>(delivery)
{
    public override async Task Consume(TaskContext<Retried> context)
    {
        await base.Consume(context);
        if (context.Attempt < 2)
            throw context.Retry(TimeSpan.FromSeconds(1.2));
    }
}

internal static class LimitedTasks
{
    public static void Add(IMessagingBuilder messaging)
    {
        messaging.AddTask<MarkConsumer<Free>>();
        messaging.AddTask<MarkConsumer<Late>>();
        messaging.AddTask<LateAtGateConsumer>();
        messaging.AddTask<MarkConsumer<Rated>>(policy => policy.RateLimit("20/s"));
        messaging.AddTask<MarkConsumer<Hourly>>(policy => policy.RateLimit("2/h"));
        messaging.AddTask<MarkConsumer<ClusterRated>>(
            policy => policy.ClusterRateLimit<ClusterRated>("100/s", task => task.Tenant));
        messaging.AddTask<MarkConsumer<ClusterHourly>>(
            policy => policy.ClusterRateLimit<ClusterHourly>("1/h", task => task.Tenant));
        messaging.AddTask<MeetingConsumer<Few>>(
            policy => policy.ConcurrencyLimit<Few>(2, task => task.Key));
        messaging.AddTask<MeetingConsumer<ClusterFew>>(
            policy => policy.ClusterConcurrencyLimit<ClusterFew>(2, task => task.Key));
        messaging.AddTask<RetriedConsumer>(policy => policy.Retry(3).RateLimit("8/s"));
    }
}
