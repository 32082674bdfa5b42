using System.Collections.Concurrent;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;

namespace Messaging.EndToEnd.Tests.Schedules;

/// <summary>Takes note of when the run was due.</summary>
[TaskName("test.note")]
public sealed record NoteRun(string Key) : ITask;

/// <summary>Runs <see cref="NoteRun"/>.</summary>
public sealed class NoteRunConsumer : ITaskConsumer<NoteRun>
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<NotedRun>> Noted =
        new(StringComparer.Ordinal);

    /// <summary>The runs of a key, in the order in which they were run.</summary>
    public static IReadOnlyList<NotedRun> RunsOf(string key) => [.. Noted.GetOrAdd(key, _ => [])];

    /// <summary>Registers the task.</summary>
    public static void Register(IMessagingBuilder messaging)
    {
        ArgumentNullException.ThrowIfNull(messaging);
        messaging.AddTask<NoteRunConsumer>();
    }

    /// <inheritdoc/>
    public Task Consume(TaskContext<NoteRun> context)
    {
        var due = TaskHeaderFormat.Time(context.Headers.Get<string>(TaskHeaders.Due));
        Noted.GetOrAdd(context.Message.Key, _ => [])
            .Enqueue(new NotedRun(context.TaskId, due!.Value, context.Attempt, TimeProvider.System.GetUtcNow()));
        return Task.CompletedTask;
    }
}

/// <summary>A run that a worker has run.</summary>
public sealed record NotedRun(Guid TaskId, DateTimeOffset Due, int Attempt, DateTimeOffset Ran);
