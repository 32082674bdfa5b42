using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Answers those who wait for tasks that have ended. They stay in the saga: should the tracker die after the commit and
/// before the answer, the batch is applied again and they are answered then. An answer too many is ignored, and one
/// that cannot be sent is not insisted on: whoever waits asks again when its connection is back.
/// </summary>
internal sealed class WaiterReplies(ISendEndpointProvider endpoints, TimeProvider clock, ILogger<WaiterReplies> logger)
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(10);

    public async Task Answer(IEnumerable<TaskSaga> sagas, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var answers = sagas
            .Where(saga => saga.Waiters.Count > 0 && TaskVerdict.IsFinal(TaskVerdict.StateOf(saga)))
            .SelectMany(saga => Answers(saga, now))
            .ToArray();
        if (answers.Length == 0)
            return;

        using var timeout = new CancellationTokenSource(LongestSend, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Task.WhenAll(Array.ConvertAll(
                answers, answer => Send(answer.Waiter, answer.Status, now, either.Token)));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            TrackerLog.WaitersNotAnswered(logger, answers.Length, exception.Message);
        }
    }

    private static IEnumerable<(TaskWaiter Waiter, TaskStatus Status)> Answers(TaskSaga saga, DateTimeOffset now)
    {
        var status = TaskStatusOf.Saga(saga);
        return saga.Waiters.Where(waiter => waiter.Until > now).Select(waiter => (waiter, status));
    }

    private async Task Send(
        TaskWaiter waiter, TaskStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetSendEndpoint(waiter.Address);
        await endpoint.Send(
            status,
            Pipe.Execute<SendContext<TaskStatus>>(context =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                context.RequestId = waiter.RequestId;
                context.TimeToLive = waiter.Until - now;
            }),
            // Not ours: a request to RabbitMQ that is cancelled on its way leaves the channel of all sends unusable.
            CancellationToken.None).WaitAsync(cancellationToken);
    }
}
