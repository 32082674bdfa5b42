using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.Hosting;

/// <summary>A periodic task that this application declares.</summary>
internal sealed record PeriodicTask(string Name, ITask Task, Trigger Trigger, ScheduleOptions Options)
{
    public Schedule Definition(SendPolicies policies, TaskRoutes routes) =>
        ScheduleDefinitions.Of(Name, Task, Trigger, Options, policies, routes, ScheduleOrigin.Code);
}
