using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Hears revocations of many tasks as they are made, on the worker's control queue.</summary>
internal sealed class RevokeTasksConsumer(RevocationList revocations) : IConsumer<RevokeTasks>
{
    public Task Consume(ConsumeContext<RevokeTasks> context)
    {
        var many = context.Message;
        foreach (var taskId in many.TaskIds ?? [])
        {
            revocations.Add(
                new RevokeTask { TaskId = taskId, Mode = many.Mode, Time = many.Time, Reason = many.Reason });
        }

        return Task.CompletedTask;
    }
}

/// <summary>Hears rules of revocation as they are made, on the worker's control queue.</summary>
internal sealed class RevocationRuleConsumer(RevocationList revocations) : IConsumer<RevocationRule>
{
    public Task Consume(ConsumeContext<RevocationRule> context)
    {
        revocations.Add([context.Message]);
        return Task.CompletedTask;
    }
}
