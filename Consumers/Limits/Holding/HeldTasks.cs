using System.Collections.Concurrent;

namespace Messaging.Consumers;

/// <summary>
/// Counts the tasks that wait in memory for a limit. They take half of what the broker hands to the worker in advance
/// from each queue, at most, so that tasks without a limit always come through.
/// </summary>
internal sealed class HeldTasks
{
    private readonly ConcurrentDictionary<string, int> held = new(StringComparer.Ordinal);
    private readonly int most;

    public HeldTasks(WorkerOptions options)
    {
        most = Math.Max(1, options.MessagesInAdvance() / 2);
    }

    public bool TryHold(string queue)
    {
        if (held.AddOrUpdate(queue, 1, static (_, count) => count + 1) <= most)
            return true;

        LetGo(queue);
        return false;
    }

    public void LetGo(string queue) => held.AddOrUpdate(queue, 0, static (_, count) => count - 1);
}
