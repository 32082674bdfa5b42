using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Execution;

/// <summary>Holds what a worker tells until the test lets it leave, as the buffer of a process does.</summary>
internal sealed class HeldEvents : ITaskEventSink
{
    private readonly ConcurrentQueue<Func<TaskEvent?>> held = new();
    private readonly SemaphoreSlim added = new(0);
    private readonly SemaphoreSlim ended = new(0);

    /// <summary>Waits until a task has ended.</summary>
    public Task NextEnd() => Next(ended);

    /// <summary>Waits until something more is to be told that is no end.</summary>
    public Task NextNews() => Next(added);

    /// <summary>What is held leaves.</summary>
    public IReadOnlyList<TaskEvent> Leave()
    {
        var left = new List<TaskEvent>();
        while (held.TryDequeue(out var make))
        {
            if (make() is { } taskEvent)
                left.Add(taskEvent);
        }

        return left;
    }

    public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        AddLatest(() => taskEvent, cancellationToken);

    public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken)
    {
        held.Enqueue(latest);
        added.Release();
        return ValueTask.CompletedTask;
    }

    public Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        held.Enqueue(() => taskEvent);
        ended.Release();
        return Task.CompletedTask;
    }

    private static async Task Next(SemaphoreSlim signal) =>
        Assert.That(await signal.WaitAsync(Eventually.Deadline), Is.True, "Nothing is told.");
}
