using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.Testing;

/// <summary>
/// Sends tasks as an application does that must not lose one: again, under the same id, until it is confirmed.
/// </summary>
public static class SendingAcrossOutages
{
    private const int AtOnce = 1_000;

    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(1);

    /// <summary>Sends many at a time, also if the broker is away for a while; the handles are in the tasks' order.</summary>
    public static async Task<IReadOnlyList<TaskHandle<TResult>>> SendUntilConfirmed<TResult>(
        this ITaskClient client, IEnumerable<ITask<TResult>> tasks)
    {
        var all = tasks.ToArray();
        var handles = new TaskHandle<TResult>[all.Length];
        await Parallel.ForAsync(
            0,
            all.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (index, _) => handles[index] = await Send(client, all[index]));
        return handles;
    }

    private static Task<TaskHandle<TResult>> Send<TResult>(ITaskClient client, ITask<TResult> task)
    {
        var options = new TaskOptions { TaskId = Guid.CreateVersion7() };
        return Eventually.Succeed(
            () => client.Send(task, options), exception => exception is BrokerUnreachableException, LongestOutage);
    }
}
