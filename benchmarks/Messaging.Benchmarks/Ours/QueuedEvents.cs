using MassTransit;
using Messaging.Contracts;
using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>
/// Fills a tracker's queue with the events of tasks that went well: submitted, started, succeeded. Each comes in a batch
/// of 500 of its own, as from tasks that take longer than a batch waits.
/// </summary>
internal static class QueuedEvents
{
    public const int EventsPerTask = 3;

    private const int Batch = 500;
    private const int BatchesAtATime = 16;
    private const string Name = "benchmark.no-op";
    private const string Worker = "benchmark-worker";

    /// <summary>The same for all: a run is told from others by when its message was received.</summary>
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>Fills it.</summary>
    /// <returns>The last of the tasks.</returns>
    public static async Task<Guid> Fill(
        HostSettings settings, string prefix, int tasks, CancellationToken cancellationToken)
    {
        await using var host = await OursHost.Start(
            settings, prefix, MessagingRoles.Producer, Gate.AlreadyOpen(), cancellationToken);
        var endpoint = await host.Services.GetRequiredService<IBus>()
            .GetSendEndpoint(new Uri($"queue:{prefix}{SystemQueues.Tracking}"));

        var last = Guid.Empty;
        foreach (var part in Enumerable.Range(0, tasks).Chunk(Batch * BatchesAtATime))
        {
            var ids = Array.ConvertAll(part, _ => Guid.CreateVersion7());
            var batches = ids.Chunk(Batch).SelectMany(batch => new[]
            {
                Array.ConvertAll<Guid, TaskEvent>(batch, Submitted),
                Array.ConvertAll<Guid, TaskEvent>(batch, Started),
                Array.ConvertAll<Guid, TaskEvent>(batch, Succeeded),
            });
            await Task.WhenAll(batches.Select(
                events => endpoint.Send(new TaskEvents { Events = events }, cancellationToken)));
            last = ids[^1];
        }

        return last;
    }

    private static TaskSubmitted Submitted(Guid id) => new()
    {
        TaskId = id,
        Time = Now,
        Name = Name,
        Queue = SystemQueues.Default,
        Arguments = """{"number":12345}""",
    };

    private static TaskStarted Started(Guid id) => new()
    {
        TaskId = id,
        Time = Now,
        Attempt = 1,
        Worker = Worker,
        ReceivedAt = Now,
        Name = Name,
        Queue = SystemQueues.Default,
    };

    private static TaskSucceeded Succeeded(Guid id) => new()
    {
        TaskId = id,
        Time = Now,
        Attempt = 1,
        Worker = Worker,
        ReceivedAt = Now,
        Name = Name,
        Queue = SystemQueues.Default,
        StartedAt = Now,
        Result = "12345",
    };
}
