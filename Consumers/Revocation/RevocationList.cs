using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The revocations that this worker knows, and the tasks of its that they may concern. Revocations are told to it as
/// they are made; those made before it was connected it asks the trackers for, and until they have answered (or have
/// not gone on for five seconds) no task is started.
/// </summary>
internal sealed class RevocationList(TimeProvider clock)
{
    /// <summary>So many are remembered; after that the oldest go. The trackers know them still.</summary>
    private const int Most = 200_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, RevokeTask> revocations = new();
    private readonly ConcurrentDictionary<Guid, TaskExecution> watched = new();

    /// <summary>
    /// Further deliveries of tasks that are watched: a broker that has lost count hands a message out twice.
    /// </summary>
    private readonly ConcurrentDictionary<TaskExecution, Guid> watchedToo = new();
    private readonly ConcurrentQueue<Guid> order = new();
    private readonly Lock ruleGate = new();
    private volatile RevocationIndex rules = RevocationIndex.Empty;
    private long heardAt;
    private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ids of the tasks that are known to be revoked.</summary>
    public IEnumerable<Guid> All => revocations.Keys;

    /// <summary>The rules that are known, the latest first.</summary>
    public IReadOnlyList<RevocationRule> Rules => rules.All;

    /// <summary>A revocation was made.</summary>
    /// <param name="revocation">The revocation.</param>
    public void Add(RevokeTask revocation)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        if (revocations.TryAdd(revocation.TaskId, revocation))
            order.Enqueue(revocation.TaskId);
        else if (revocation.Mode == RevokeMode.Terminate)
            revocations[revocation.TaskId] = revocation;

        while (order.Count > Most && order.TryDequeue(out var oldest))
            revocations.TryRemove(oldest, out _);

        if (watched.TryGetValue(revocation.TaskId, out var execution))
            execution.Revoke(revocation);
        foreach (var (other, taskId) in watchedToo)
        {
            if (taskId == revocation.TaskId)
                other.Revoke(revocation);
        }
    }

    /// <summary>Rules were made.</summary>
    /// <param name="made">The rules.</param>
    public void Add(IReadOnlyCollection<RevocationRule> made)
    {
        ArgumentNullException.ThrowIfNull(made);
        if (made.Count == 0)
            return;

        lock (ruleGate)
            rules = rules.With(made, clock.GetUtcNow());
        foreach (var execution in watched.Values.Concat(watchedToo.Keys))
        {
            if (rules.Find(execution) is { } revocation)
                execution.Revoke(revocation);
        }
    }

    /// <summary>The trackers have told some of those that were open, and go on.</summary>
    public void Continue() => Interlocked.Exchange(ref heardAt, clock.GetTimestamp());

    /// <summary>The trackers have told all that were open, or will not.</summary>
    public void Complete() => complete.TrySetResult();

    /// <summary>The revocation of a task.</summary>
    internal RevokeTask? Find(TaskExecution execution) =>
        revocations.GetValueOrDefault(execution.TaskId) ?? (rules.IsEmpty ? null : rules.Find(execution));

    /// <summary>Waits until the list is complete, as far as it will be.</summary>
    internal ValueTask WaitUntilComplete(CancellationToken cancellationToken) =>
        complete.Task.IsCompleted ? ValueTask.CompletedTask : WaitForTrackers(cancellationToken);

    /// <summary>Tells the execution of a revocation that comes, until the returned object is disposed of.</summary>
    internal IDisposable Watch(TaskExecution execution)
    {
        if (!watched.TryAdd(execution.TaskId, execution))
            watchedToo.TryAdd(execution, execution.TaskId);
        if (Find(execution) is { } known)
            execution.Revoke(known);

        return new Watching(this, execution);
    }

    private async ValueTask WaitForTrackers(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (!complete.Task.IsCompleted)
        {
            var left = LongestWait - clock.GetElapsedTime(Math.Max(began, Interlocked.Read(ref heardAt)));
            // Without a tracker there is nobody to ask; work goes on. Whoever asks them logs that.
            if (left <= TimeSpan.Zero)
                complete.TrySetResult();
            else
                await Task.WhenAny(complete.Task, Task.Delay(left, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed class Watching(RevocationList list, TaskExecution execution) : IDisposable
    {
        public void Dispose()
        {
            if (!list.watched.TryRemove(KeyValuePair.Create(execution.TaskId, execution)))
                list.watchedToo.TryRemove(execution, out _);
        }
    }
}
