using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Shows as much of a saga as a list needs.</summary>
internal static class TaskSummaryOf
{
    /// <summary>So many characters of an error's message are shown.</summary>
    public const int MostOfMessage = 1_000;

    public static TaskSummary Saga(TaskSaga saga, int previewLength) => new()
    {
        TaskId = saga.CorrelationId,
        State = TaskVerdict.StateOf(saga),
        Name = saga.Name,
        Queue = saga.Queue,
        Worker = saga.Worker,
        Attempt = saga.Attempt,
        SubmittedAt = saga.SubmittedAt,
        Eta = saga.Eta,
        StartedAt = saga.StartedAt,
        FinishedAt = saga.FinishedAt,
        RootId = saga.RootId,
        ParentId = saga.ParentId,
        Error = saga.Error is { } error
            ? new TaskError { Type = error.Type, Message = Beginning(error.Message, MostOfMessage) }
            : null,
        Arguments = Preview(saga.Arguments, previewLength),
        Result = Preview(saga.Result, previewLength),
    };

    private static string? Preview(string? text, int length) =>
        length == 0 || text is null ? null : Beginning(text, length);

    /// <summary>Never half a surrogate pair, which JSON cannot hold.</summary>
    public static string Beginning(string text, int length)
    {
        if (text.Length <= length)
            return text;

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
