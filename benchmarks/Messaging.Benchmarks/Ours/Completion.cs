using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.Benchmarks;

/// <summary>
/// Finds out from the tracker when all tasks have succeeded, without being a burden to it: asks for the last task, one
/// lookup by its key every 20 ms, and counts all only once that one has ended.
/// </summary>
internal sealed class Completion(ITaskClient client)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How often all tasks are counted meanwhile.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the tracker knows of so many tasks, in whatever state.</summary>
    public async Task UntilKnown(int tasks, CancellationToken cancellationToken)
    {
        var stall = new Stall("tasks known to the tracker");
        while (await Total(cancellationToken) is var known && known < tasks)
        {
            stall.Check(known, tasks);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Waits until so many tasks have succeeded.</summary>
    /// <param name="tasks">Number of all tasks.</param>
    /// <param name="last">The last one that was sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it was so, by <see cref="Stopwatch.GetTimestamp"/>.</returns>
    /// <exception cref="BenchmarkFailedException">One has ended otherwise.</exception>
    public async Task<long> UntilSucceeded(int tasks, Guid last, CancellationToken cancellationToken)
    {
        var stall = new Stall("tasks");
        for (var looked = Stopwatch.GetTimestamp(); !await HasSucceeded(last, cancellationToken);)
        {
            if (Stopwatch.GetElapsedTime(looked) > Look)
            {
                stall.Check(await Succeeded(cancellationToken), tasks);
                looked = Stopwatch.GetTimestamp();
            }

            await Task.Delay(Pause, cancellationToken);
        }

        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var succeeded = await Succeeded(cancellationToken);
            if (succeeded == tasks)
                return asked;

            stall.Check(succeeded, tasks);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Holds some tasks' results against what they should be.</summary>
    /// <exception cref="BenchmarkFailedException">One has no result, or another one.</exception>
    public static async Task CheckResults(IReadOnlyList<TaskHandle<int>> handles, CancellationToken cancellationToken)
    {
        for (var index = 0; index < handles.Count; index += Math.Max(1, handles.Count / 100))
        {
            var status = await handles[index].GetStatus(cancellationToken);
            if (status.Result != $"{index}")
            {
                throw new BenchmarkFailedException(
                    $"Task {status.TaskId} has the result '{status.Result ?? "(none)"}' instead of {index}; its state "
                    + $"is {status.State}. The figures would mean nothing.");
            }
        }
    }

    private async Task<bool> HasSucceeded(Guid taskId, CancellationToken cancellationToken) =>
        (await client.Get(taskId).GetStatus(cancellationToken)).State == TaskState.Succeeded;

    private async Task<long> Succeeded(CancellationToken cancellationToken)
    {
        var states = (await client.Count(new CountTasks(), cancellationToken)).States;
        TaskState[] bad =
        [
            TaskState.Failed, TaskState.Revoked, TaskState.Expired, TaskState.Rejected, TaskState.Ignored,
        ];
        if (Array.Exists(bad, state => states.ContainsKey(state.ToString())))
        {
            var counts = string.Join(", ", states.Select(state => $"{state.Key} {state.Value:N0}"));
            throw new BenchmarkFailedException(
                $"Not every task has succeeded: {counts}. The figures would mean nothing.");
        }

        return states.GetValueOrDefault(nameof(TaskState.Succeeded));
    }

    private async Task<long> Total(CancellationToken cancellationToken) =>
        (await client.Count(new CountTasks(), cancellationToken)).States.Values.Sum();
}
