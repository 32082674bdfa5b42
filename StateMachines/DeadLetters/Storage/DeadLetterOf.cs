using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Shows as much of a dead letter as a list needs.</summary>
internal static class DeadLetterOf
{
    /// <summary>So many characters of an error's message are shown.</summary>
    public const int MostOfMessage = 1_000;

    public static DeadLetter Stored(StoredDeadLetter stored) => new()
    {
        Id = stored.Id,
        TaskId = stored.TaskId,
        Name = stored.Name,
        Queue = stored.Queue,
        Reason = stored.Reason,
        ErrorType = stored.Error.Type,
        ErrorMessage = TaskSummaryOf.Beginning(stored.Error.Message, MostOfMessage),
        DeadAt = stored.DeadAt,
        Attempt = stored.Attempt,
        Replays = stored.Replays,
        BodyLength = stored.Body.Length,
        ReplayId = stored.ReplayId,
    };
}
