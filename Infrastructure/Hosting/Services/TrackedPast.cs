using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>
/// Asks the trackers about a task's past. They work events off as they come, so the run's own receipt goes first: once
/// they know that, they know what its former workers told.
/// </summary>
internal sealed class TrackedPast(
    IServiceProvider services, IBroker broker, ITaskEventSink events, TimeProvider clock) : ITaskPast
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(100);

    public int? DeliveriesBefore(ReceiveContext message) => broker.DeliveriesBefore(message);

    public async Task<TaskStatus?> Ask(TaskExecution run, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(LongestWait, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await events.AddConfirmed(run.Received(run.Attempt, arguments: null), giveUp.Token);
            while (true)
            {
                if (await TryAsk(run, giveUp.Token) is { } status)
                    return status;

                await Task.Delay(BetweenQuestions, clock, giveUp.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<TaskStatus?> TryAsk(TaskExecution run, CancellationToken cancellationToken)
    {
        try
        {
            var status = await services.GetRequiredService<TrackerQueries>().Ask<GetTaskStatus, TaskStatus>(
                new GetTaskStatus { TaskId = run.TaskId }, cancellationToken);
            return TaskPast.Knows(status, run) ? status : null;
        }
        catch (Exception exception) when (exception is QueryFailedException or TimeoutException)
        {
            // A tracker without its store, or none at all. Whoever asks says so when the time is up.
            return null;
        }
    }
}
