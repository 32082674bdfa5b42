using System.Collections.Frozen;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Makes definitions of schedules from tasks.</summary>
internal static class ScheduleDefinitions
{
    /// <summary>Makes one.</summary>
    /// <exception cref="ScheduleException">Something in it is not allowed.</exception>
    public static Schedule Of(
        string name,
        ITask task,
        Trigger trigger,
        ScheduleOptions options,
        SendPolicies policies,
        TaskRoutes routes,
        ScheduleOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(task);
        var type = task.GetType();
        var taskName = TaskNames.Of(type);
        var policy = policies.Of(type);
        var schedule = new Schedule
        {
            Name = name,
            TaskName = taskName,
            MessageTypes = MessageTypeCache.GetMessageTypeNames(type),
            Arguments = JsonSerializer.Serialize(task, type, TaskJson.Options),
            Trigger = trigger,
            Queue = routes.QueueOf(task, taskName, options.Queue ?? policy.Queue),
            Priority = options.Priority ?? policy.Priority,
            MaxRetries = options.MaxRetries,
            SoftTimeLimit = options.SoftTimeLimit,
            TimeLimit = options.TimeLimit,
            IgnoreResult = options.IgnoreResult,
            Headers = options.Headers ?? FrozenDictionary<string, string>.Empty,
            ExpiresAfter = options.ExpiresAfter ?? policy.ExpiresAfter,
            Deadline = options.Deadline,
            Overlap = options.Overlap,
            Jitter = options.Jitter,
            Origin = origin,
        };
        ScheduleException.ThrowIfAny(ScheduleRules.Faults(schedule), name);
        return schedule;
    }
}
