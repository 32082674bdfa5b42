using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Knows which queues have dead letters: those of which a worker has told a failure. They are noted in the store before
/// the news is settled, so that every tracker learns of them, and none is forgotten.
/// </summary>
internal sealed class DeadLetterQueues(IDeadLetterStore store, StoreAvailability availability, DeadLetterSettings settings)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource noted = NewSignal();

    /// <summary>Done when this tracker notes another queue.</summary>
    public Task Noted => noted.Task;

    /// <summary>Takes note of the queues that failures come from. Costs next to nothing if they are known.</summary>
    public ValueTask Note(IReadOnlyList<TaskEvent> events, CancellationToken cancellationToken)
    {
        if (!settings.AreKept)
            return ValueTask.CompletedTask;

        HashSet<string>? unknown = null;
        foreach (var taskEvent in events)
        {
            if (taskEvent is (TaskFailed or TaskRejected) and TaskRunEvent { Queue: { } queue }
                && !known.ContainsKey(queue) && IsOurs(queue))
            {
                (unknown ??= new HashSet<string>(StringComparer.Ordinal)).Add(queue);
            }
        }

        return unknown is null ? ValueTask.CompletedTask : new ValueTask(Note(unknown, cancellationToken));
    }

    /// <summary>The queues that any tracker has noted.</summary>
    public async Task<IReadOnlyList<string>> All(CancellationToken cancellationToken)
    {
        var all = await availability.Use(store.Queues, cancellationToken);
        foreach (var queue in all)
            known.TryAdd(queue, true);

        return all;
    }

    /// <summary>
    /// Waits until it is time to look again: at once when this tracker has noted a queue since the last look.
    /// </summary>
    /// <param name="sinceLook"><see cref="Noted"/> as it was before the look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WaitForMore(Task sinceLook, CancellationToken cancellationToken)
    {
        await sinceLook.WaitAsync(BetweenLooks, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task Note(HashSet<string> unknown, CancellationToken cancellationToken)
    {
        await availability.Use(token => store.AddQueues(unknown, token), cancellationToken);
        foreach (var queue in unknown)
            known.TryAdd(queue, true);

        Interlocked.Exchange(ref noted, NewSignal()).TrySetResult();
    }

    /// <summary>Others share the broker, and whoever sends us an event may name any queue.</summary>
    private bool IsOurs(string queue) =>
        queue.Length is > 0 and <= 240
        && queue.StartsWith(settings.Prefix, StringComparison.Ordinal)
        && !queue.AsSpan(settings.Prefix.Length).StartsWith("messaging-", StringComparison.OrdinalIgnoreCase)
        && queue.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':');

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
