using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>
/// The events of a worker that dies between handing the next attempt to the scheduler and telling the end of this one:
/// that is never confirmed.
/// </summary>
internal sealed class HeldRetries(EventSink events) : ITaskEventSink
{
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next attempt is with the scheduler.</summary>
    public Task Held => held.Task;

    public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        events.Add(taskEvent, cancellationToken);

    public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken) =>
        events.AddLatest(latest, cancellationToken);

    public async Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        if (taskEvent is TaskRetrying)
        {
            held.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        await events.AddConfirmed(taskEvent, cancellationToken);
    }
}
