using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Sends some dead letters again.
/// <list type="number">
/// <item>The attempt that each message asks for is higher than any that is known of its task: the one that the dead letter
/// was, and those of the saga.</item>
/// <item>What was sent before is not sent again, if only the answer was late: a later attempt is known that runs, is to
/// be followed by another, or has succeeded. Its dead letter goes.</item>
/// <item>A task that was revoked is not run again: it ends as revoked, and its dead letter goes.</item>
/// <item>What the broker has confirmed is told to the saga, which is open again by that, and then deleted. Should this
/// tracker die in between, the claim is free, and another sends the messages again, for the same attempts as far as no
/// worker has told of them. None is lost.</item>
/// </list>
/// </summary>
internal sealed class ReplayBatch(ITaskStore tasks, TaskTracker tracker, IReplaySender sender, TimeProvider clock)
{
    private static readonly TimeSpan LongestCompletion = TimeSpan.FromSeconds(10);

    /// <summary>Sends the dead letters of a claim, and completes it.</summary>
    public async Task<SentReplays> Send(IDeadLetterClaim claim, CancellationToken cancellationToken)
    {
        var sagas = await Load(claim.Letters, cancellationToken);
        var revoked = claim.Letters.Where(letter => SagaOf(letter, sagas)?.RevokeRequestedAt is not null).ToArray();
        var sent = claim.Letters.Except(revoked).Where(letter => WasSent(letter, SagaOf(letter, sagas))).ToArray();
        var messages = claim.Letters.Except(revoked).Except(sent)
            .Select(letter => ReplayEnvelope.Of(letter, NextAttempt(letter, SagaOf(letter, sagas)), clock.GetUtcNow()))
            .ToArray();
        var outcome = await sender.Send(messages, cancellationToken);

        // Not given up with the process: what was confirmed would be sent again. In real time, as a database's work is.
        using var deadline = new CancellationTokenSource(LongestCompletion);
        var now = clock.GetUtcNow();
        TrackedEvent[] events =
        [
            .. outcome.Sent.Select(message => Replayed(message, now)).OfType<TrackedEvent>(),
            .. revoked.Select(letter => Revoked(letter, SagaOf(letter, sagas)!)),
        ];
        if (events.Length > 0)
            await tracker.Track(events, deadline.Token);

        await claim.Complete(
            [.. outcome.Sent.Select(message => message.Letter), .. revoked, .. sent],
            outcome.Failed.Keys.ToDictionary(message => message.Letter, message => now + WaitOf(message.Letter)),
            deadline.Token);
        return outcome;
    }

    /// <summary>How long a dead letter is put off that could not be sent.</summary>
    public static TimeSpan WaitOf(StoredDeadLetter letter) => FailureWait.After(letter.Failures);

    private async Task<Dictionary<Guid, TaskSaga>> Load(
        IReadOnlyList<StoredDeadLetter> letters, CancellationToken cancellationToken)
    {
        var ids = letters.Select(letter => letter.TaskId).OfType<Guid>().ToHashSet();
        var sagas = ids.Count == 0 ? [] : await tasks.Load(ids, cancellationToken);
        return sagas.ToDictionary(saga => saga.CorrelationId);
    }

    private static TaskSaga? SagaOf(StoredDeadLetter letter, Dictionary<Guid, TaskSaga> sagas) =>
        letter.TaskId is { } taskId ? sagas.GetValueOrDefault(taskId) : null;

    /// <summary>
    /// What was received before the message died is no replay: it may say less than its runs, if its worker died.
    /// </summary>
    private static bool WasSent(StoredDeadLetter letter, TaskSaga? saga) =>
        saga is not null && saga.Attempts.Exists(run =>
            run.Number > letter.Attempt
            && run.ReceivedAt >= letter.DeadAt
            && run.Outcome is (null or TaskState.Retrying or TaskState.Succeeded));

    private static int NextAttempt(StoredDeadLetter letter, TaskSaga? saga) =>
        Math.Max(letter.Attempt, saga is { Attempts: [.., var last] } ? last.Number : 0) + 1;

    private static TrackedReplay? Replayed(ReplayedMessage message, DateTimeOffset now) =>
        message.Letter.TaskId is not { } taskId ? null : new TrackedReplay(new TaskReplayed
        {
            TaskId = taskId, Time = now, Name = message.Letter.Name, Queue = message.Queue, Attempt = message.Attempt,
        });

    private static TrackedRevocation Revoked(StoredDeadLetter letter, TaskSaga saga) => new(new TaskRevoked
    {
        TaskId = saga.CorrelationId,
        Time = saga.RevokeRequestedAt.GetValueOrDefault(),
        Attempt = NextAttempt(letter, saga),
        Worker = ReplayRunner.Worker,
        ReceivedAt = saga.RevokeRequestedAt.GetValueOrDefault(),
        Name = letter.Name ?? "",
        Queue = letter.ReplayQueue ?? letter.Queue,
        Reason = saga.RevokeReason,
    });
}
