using MassTransit;
using Messaging.Contracts;
using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>
/// Fills a tracker's queue with the events of tasks that went well: submitted, started, succeeded. They come in batches
/// of 500, a producer's and a worker's in turn, as from a system under load.
/// </summary>
internal static class QueuedEvents
{
    public const int EventsPerTask = 3;

    private const int Batch = 500;
    private const int BatchesAtATime = 16;
    private const string Name = "benchmark.no-op";

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
            var batches = ids.Chunk(Batch).SelectMany(batch =>
            {
                var run = batch.SelectMany(Run).ToArray();
                return run.Chunk(Batch).Prepend([.. batch.Select(Submitted)]);
            });
            await Task.WhenAll(batches.Select(
                events => endpoint.Send(new TaskEvents { Events = events }, cancellationToken)));
            last = ids[^1];
        }

        return last;
    }

    private static TaskEvent Submitted(Guid id) => new TaskSubmitted
    {
        TaskId = id,
        Time = TimeProvider.System.GetUtcNow(),
        Name = Name,
        Queue = SystemQueues.Default,
        Arguments = """{"number":12345}""",
    };

    private static TaskEvent[] Run(Guid id)
    {
        var received = TimeProvider.System.GetUtcNow();
        return
        [
            new TaskStarted
            {
                TaskId = id,
                Time = received,
                Attempt = 1,
                Worker = "benchmark-worker",
                ReceivedAt = received,
                Name = Name,
                Queue = SystemQueues.Default,
            },
            new TaskSucceeded
            {
                TaskId = id,
                Time = received,
                Attempt = 1,
                Worker = "benchmark-worker",
                ReceivedAt = received,
                Name = Name,
                Queue = SystemQueues.Default,
                StartedAt = received,
                Result = "12345",
            },
        ];
    }
}
