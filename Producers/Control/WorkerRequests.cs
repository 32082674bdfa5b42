using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Brings a command to workers, and their answers back.
/// <list type="number">
/// <item>What is for good is kept by the trackers first, so that no worker does what the next one will not know
/// of.</item>
/// <item>The command is published; each worker sees for itself whether it is meant. A name that is wrong makes no queue
/// that way.</item>
/// <item>Meanwhile the trackers are asked who is there. When all of them have answered, nothing more is waited
/// for.</item>
/// </list>
/// </summary>
internal sealed class WorkerRequests(
    IBus bus,
    ReplyQueue replyQueue,
    ControlReplies replies,
    TrackerQueries queries,
    PublishRetry publishRetry,
    TimeProvider clock)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    public async Task<ControlResult<T>> Ask<T>(
        WorkerCommand command,
        ControlOptions options,
        Func<WorkerReply, TimeSpan, T> answer,
        CancellationToken cancellationToken)
    {
        Check(options);
        var addressed = command with { Workers = options.Workers };
        if (options.Lifetime == SettingLifetime.Kept && WorkerSettingSlot.Exists(command.Kind))
        {
            var kept = await queries.Ask<PutWorkerSetting, WorkerSettingKept>(
                new PutWorkerSetting { Id = Guid.NewGuid(), Command = addressed }, cancellationToken);
            addressed = addressed with { Revision = kept.Revision };
        }

        var known = FindKnown(options.Timeout, cancellationToken);
        var requestId = Guid.NewGuid();
        using var gathering = replies.Gather(requestId, clock);
        await publishRetry.Send(
            $"The command {command.Kind}",
            token => Publish(addressed, requestId, options.Timeout, token),
            cancellationToken);
        await WaitForAnswers(gathering, known, options, cancellationToken);

        var workers = known.IsCompletedSuccessfully ? await known : null;
        return ControlAnswers.Of(gathering.Replies, workers, options, answer);
    }

    private static void Check(ControlOptions options)
    {
        if (options.Timeout < Least || options.Timeout > Most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Timeout, $"The time to wait for answers is {options.Timeout}. Allowed: {Least} "
                + $"to {Most}.");
        }

        if (options.Workers is { Count: 0 })
        {
            throw new ArgumentException(
                "The list of workers is empty, so that none is meant. Name some, or leave the list out for all.",
                nameof(options));
        }
    }

    /// <summary>The workers that the trackers know; <c>null</c> if they do not answer in time.</summary>
    private async Task<IReadOnlyList<WorkerStatus>?> FindKnown(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return (await queries.Ask<ListWorkers, WorkerList>(new ListWorkers(), timeout, cancellationToken)).Workers;
        }
        catch (Exception exception) when (exception is TimeoutException or QueryFailedException
            || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task Publish(
        WorkerCommand command, Guid requestId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var replyTo = await replyQueue.CurrentAddress(cancellationToken);
        await GuardedSend.Publish(
            bus,
            command,
            context =>
            {
                context.RequestId = requestId;
                context.ResponseAddress = replyTo;
                context.TimeToLive = timeout;
            },
            cancellationToken);
    }

    private async Task WaitForAnswers(
        ControlReplies.Gathering gathering,
        Task<IReadOnlyList<WorkerStatus>?> known,
        ControlOptions options,
        CancellationToken cancellationToken)
    {
        if (options.Workers is { } named)
            gathering.Expect([.. named]);
        else
            _ = ExpectKnown(gathering, known);

        try
        {
            await gathering.Complete.WaitAsync(options.Timeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Who has not answered is part of the result.
        }
    }

    private static async Task ExpectKnown(
        ControlReplies.Gathering gathering, Task<IReadOnlyList<WorkerStatus>?> known)
    {
        if (await known is { } workers)
            gathering.Expect(ControlAnswers.Online(workers));
    }
}
