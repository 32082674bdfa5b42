using MassTransit;
using MassTransit.Scheduling;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Puts tasks onto their queues and reports them to the trackers.</summary>
internal sealed class TaskSender(
    TaskQueues queues,
    IBrokerConnection broker,
    SendPolicies policies,
    TaskRoutes routes,
    TaskEventBuffer events,
    PublishRetry publishRetry,
    PayloadLimit payloads,
    TaskSendObservers observers,
    TimeProvider clock)
{
    private const int ManyAtATime = 1_000;

    private static readonly TimeSpan LongestToLeave = TimeSpan.FromSeconds(5);

    private readonly string schedulerQueue = routes.WithPrefix(SystemQueues.Scheduler);

    public OutgoingTask Prepare(ITask task, TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        var now = clock.GetUtcNow();
        TaskOptionsRules.Check(options, TaskNames.Of(task.GetType()), now);

        return new OutgoingTask(task, options, policies, routes, broker, now);
    }

    /// <summary>
    /// Sends one task. The order matters: reported first and then not sent, it would be pending for ever.
    /// </summary>
    public Task<SubmittedTask> Send(OutgoingTask task, CancellationToken cancellationToken) =>
        observers.IsEmpty ? PutAndReport(task, cancellationToken) : SendObserved(task, cancellationToken);

    /// <summary>Sends many, a thousand at a time. Stops after the first thousand in which one fails.</summary>
    public async Task<SentTasks> SendMany(
        IEnumerable<ITask> tasks, TaskOptions options, CancellationToken cancellationToken)
    {
        if (options.TaskId is not null)
        {
            throw new TaskOptionsException(
                "(many)", ["TaskId is set, and would be the same for all of them. Send each one by itself."]);
        }

        var sent = new SentTasks();
        foreach (var chunk in tasks.Chunk(ManyAtATime))
        {
            var outgoing = Array.ConvertAll(chunk, task => Prepare(task, options));
            await SendChunk(outgoing, sent, cancellationToken);
            if (sent.Failure is not null)
                break;
        }

        return sent;
    }

    private async Task<SubmittedTask> PutAndReport(OutgoingTask task, CancellationToken cancellationToken)
    {
        await publishRetry.Send(
            $"Task {task.TaskId} ({task.Name}) for queue '{task.Queue}'",
            token => PutUnsent([task], token),
            cancellationToken);

        return await Report(task, cancellationToken);
    }

    private async Task<SubmittedTask> SendObserved(OutgoingTask task, CancellationToken cancellationToken)
    {
        await observers.Sending(task, cancellationToken);
        try
        {
            var submitted = await PutAndReport(task, cancellationToken);
            await observers.Sent(task, cancellationToken);
            return submitted;
        }
        catch (Exception exception)
        {
            await observers.SendFailed(task, exception, cancellationToken);
            throw;
        }
    }

    private async Task SendChunk(OutgoingTask[] chunk, SentTasks sent, CancellationToken cancellationToken)
    {
        if (!observers.IsEmpty)
        {
            foreach (var task in chunk)
                await observers.Sending(task, cancellationToken);
        }

        try
        {
            await publishRetry.Send(
                $"A batch of {chunk.Length:N0} tasks",
                token => PutUnsent(chunk, token),
                cancellationToken);
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or OperationCanceledException)
        {
            sent.Failure = exception;
        }
        catch (Exception exception) when (!observers.IsEmpty)
        {
            foreach (var task in chunk)
                await observers.SendFailed(task, exception, cancellationToken);
            throw;
        }

        for (var index = 0; index < chunk.Length; index++)
        {
            var isSent = chunk[index].IsSent;
            if (isSent)
                sent.Add(chunk[index], await Report(chunk[index], CancellationToken.None));
            else
                sent.Failed++;

            if (!observers.IsEmpty)
                await TellEnd(chunk[index], isSent ? null : sent.Failure, cancellationToken);
        }
    }

    private Task TellEnd(OutgoingTask task, Exception? failure, CancellationToken cancellationToken) =>
        failure is null
            ? observers.Sent(task, cancellationToken)
            : observers.SendFailed(task, failure, cancellationToken);

    /// <summary>
    /// Called again after a failure, sends only what is not confirmed yet. What has not even left after a while is taken
    /// back and handed over anew: a send that comes to a channel as that is lost may wait there for ever.
    /// </summary>
    private async Task PutUnsent(OutgoingTask[] tasks, CancellationToken cancellationToken)
    {
        foreach (var task in tasks.Where(task => !task.IsSent))
        {
            task.GivenUp = cancellationToken;
            task.Sending = SendAttempt.Start(task, Put);
        }

        while (true)
        {
            var all = Task.WhenAll(tasks.Select(task => task.Sending!.Confirmed));
            try
            {
                await all.WaitAsync(LongestToLeave, clock, cancellationToken);
                return;
            }
            catch (TimeoutException) when (!all.IsCompleted)
            {
                foreach (var task in tasks.Where(task => !task.Sending!.Confirmed.IsCompleted))
                {
                    if (task.Sending!.TryWithdraw())
                        task.Sending = SendAttempt.Start(task, Put);
                }
            }
        }
    }

    /// <summary>
    /// Does not hand a cancellation to the transport, see <see cref="GuardedSend"/>: whoever calls stops waiting, and
    /// a message that has not left by then is held back.
    /// </summary>
    private async Task Put(OutgoingTask task, IPipe<SendContext> pipe)
    {
        if (task.Due is null)
        {
            var endpoint = await queues.Get(task.Queue);
            await endpoint.Send(task.Task, task.Type, pipe, CancellationToken.None);
        }
        else
        {
            var scheduler = await queues.Get(schedulerQueue);
            await scheduler.Send<ScheduleMessage>(
                new ScheduledTask(task, broker.QueueAddress(task.Queue)), pipe, CancellationToken.None);
        }
    }

    private async Task<SubmittedTask> Report(OutgoingTask task, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await events.Add(payloads.Cut(task.Event(now)), cancellationToken);

        return task.Submitted(now);
    }
}
