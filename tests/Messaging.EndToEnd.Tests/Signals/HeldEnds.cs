using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>The events of a worker that dies before the end of an attempt is confirmed, and after all that comes before
/// it.</summary>
internal sealed class HeldEnds(EventSink events) : ITaskEventSink, IDisposable
{
    private readonly SemaphoreSlim held = new(0);

    public void Dispose() => held.Dispose();

    /// <summary>Waits for one more.</summary>
    public async Task Next(TimeSpan timeout) =>
        Assert.That(await held.WaitAsync(timeout), Is.True, "No attempt has come to its end.");

    public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        events.Add(taskEvent, cancellationToken);

    /// <summary>At once: of an attempt that has ended when its batch leaves, nothing would be told.</summary>
    public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken) =>
        latest() is { } now ? events.Add(now, cancellationToken) : ValueTask.CompletedTask;

    public async Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        if (taskEvent is TaskRetrying or TaskSucceeded or TaskIgnored)
        {
            held.Release();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        await events.AddConfirmed(taskEvent, cancellationToken);
    }
}
