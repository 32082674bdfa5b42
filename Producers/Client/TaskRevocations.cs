using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Sends revocations: first to the trackers, where they are remembered, then to the workers there are. The trackers tell
/// the workers once more when it is in their store, for those that have asked meanwhile what is revoked.
/// </summary>
internal sealed class TaskRevocations(
    TrackerQueries queries,
    IBus bus,
    IBrokerConnection broker,
    TaskRoutes routes,
    PublishRetry publishRetry,
    TimeProvider clock)
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public Task Revoke(Guid taskId, RevokeMode mode, string? reason, CancellationToken cancellationToken) => Send(
        $"The revocation of task {taskId}",
        new RevokeTask { TaskId = taskId, Mode = mode, Time = clock.GetUtcNow(), Reason = reason },
        cancellationToken);

    public async Task Revoke(
        IEnumerable<Guid> taskIds, RevokeMode mode, string? reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        var time = clock.GetUtcNow();
        foreach (var some in taskIds.Distinct().Chunk(RevokeTasks.Most))
        {
            await Send(
                $"The revocation of {some.Length} tasks",
                new RevokeTasks { TaskIds = some, Mode = mode, Time = time, Reason = reason },
                cancellationToken);
        }
    }

    /// <summary>
    /// Done a millisecond later at the earliest, which is as exactly as ids tell the time: what is sent after this is not
    /// concerned.
    /// </summary>
    public async Task Revoke(
        Func<RevocationRule, RevocationRule> about,
        RevokeMode mode,
        string? reason,
        TimeSpan? keepFor,
        CancellationToken cancellationToken)
    {
        if (keepFor <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(keepFor), keepFor, "The time must be more than zero.");

        var now = clock.GetUtcNow();
        var rule = about(new RevocationRule
        {
            Time = now,
            Mode = mode,
            Reason = reason,
            Expires = keepFor is { } time && time < DateTimeOffset.MaxValue - now ? now + time : null,
        });
        if (RevocationRules.Fault(rule) is { } fault)
            throw new ArgumentException(fault, nameof(about));

        await Send("The revocation of tasks by a rule", rule, cancellationToken);
        while (clock.GetUtcNow().ToUnixTimeMilliseconds() <= now.ToUnixTimeMilliseconds())
            await Task.Delay(Millisecond, clock, cancellationToken);
    }

    public async Task<RevokedTasks> List(CancellationToken cancellationToken)
    {
        var (tasks, rules) = (new List<RevokeTask>(), new List<RevocationRule>());
        await foreach (var page in OpenRevocations.Ask(queries, worker: null, cancellationToken))
        {
            tasks.AddRange(page.Tasks);
            rules.AddRange(page.Rules);
        }

        return new RevokedTasks { Tasks = tasks, Rules = rules };
    }

    private Task Send<TRevocation>(string what, TRevocation revocation, CancellationToken cancellationToken)
        where TRevocation : class =>
        publishRetry.Send(
            what,
            async token =>
            {
                var tracking = await bus.GetSendEndpoint(broker.QueueAddress(routes.WithPrefix(SystemQueues.Tracking)));
                await GuardedSend.Send(tracking, revocation, _ => { }, token);
                await GuardedSend.Publish(bus, revocation, token);
            },
            cancellationToken);
}
