using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Publishes changes of state, for anybody who subscribes.
/// <list type="number">
/// <item>What is published is the event itself, after the commit, if the task is in the state that the event leads to:
/// a state that was passed within one batch is not seen, nor is an event that came late.</item>
/// <item>The batch is settled after that. A tracker that dies in between is replaced by one that gets the same batch and
/// finds the task in that state already, so it is published then, perhaps for the second time.</item>
/// <item>While the broker does not take it, it is tried again, and nothing is settled.</item>
/// </list>
/// </summary>
internal sealed class StatePublisher(
    IPublishEndpoint bus, PublishedStates states, TimeProvider clock, ILogger<StatePublisher> logger)
{
    private static readonly TimeSpan LongestPublish = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Publishes what the events of a batch have led to.</summary>
    /// <param name="sagas">Those that were saved.</param>
    /// <param name="events">The events of the batch, by task.</param>
    /// <param name="cancellationToken">Gives up; the batch must not be settled then.</param>
    public async Task Publish(
        IEnumerable<TaskSaga> sagas,
        Dictionary<Guid, List<TrackedEvent>> events,
        CancellationToken cancellationToken)
    {
        if (states.IsEmpty)
            return;

        var left = sagas.Select(saga => Reached(saga, events[saga.CorrelationId])).OfType<TaskRunEvent>().ToList();
        for (var failures = 0; left.Count > 0; failures++)
        {
            if (failures > 0)
                await Task.Delay(Wait, clock, cancellationToken);

            var failure = await TryPublish(left, cancellationToken);
            if (failure is not null && failures == 0)
                TrackerLog.NotPublished(logger, left.Count, failure);
            else if (failure is null && failures > 0)
                TrackerLog.PublishesAgain(logger);
        }
    }

    private TaskRunEvent? Reached(TaskSaga saga, IEnumerable<TrackedEvent> events) => events
        .Select(tracked => tracked.Message)
        .OfType<TaskRunEvent>()
        .FirstOrDefault(taskEvent => states.IsReachedBy(saga, taskEvent));

    /// <summary>Takes what has been published out of the list.</summary>
    /// <returns>Why some were not; <c>null</c> if all were.</returns>
    private async Task<string?> TryPublish(List<TaskRunEvent> left, CancellationToken cancellationToken)
    {
        var publishing = left.ConvertAll(Publish);
        try
        {
            // Not ours: a request to RabbitMQ that is cancelled on its way leaves the channel of all sends unusable.
            await Task.WhenAll(publishing).WaitAsync(LongestPublish, clock, cancellationToken);
            left.Clear();
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            for (var index = left.Count - 1; index >= 0; index--)
            {
                if (publishing[index].IsCompletedSuccessfully)
                    left.RemoveAt(index);
            }

            return left.Count == 0 ? null : exception.Message;
        }
    }

    private async Task Publish(TaskRunEvent taskEvent) => await bus.Publish(
        taskEvent,
        taskEvent.GetType(),
        Pipe.Execute<PublishContext>(context => context.CorrelationId = taskEvent.TaskId),
        CancellationToken.None);
}
