using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Turns the end of a task into its result or the exception that its caller expects.</summary>
internal sealed record TaskOutcome(Guid TaskId, string? Name, TaskState State, string? ResultJson, TaskError? Error)
{
    /// <summary>What it has thrown, if it ran in this process.</summary>
    public Exception? Cause { get; init; }

    public static TaskOutcome Of(TaskStatus status) =>
        new(status.TaskId, status.Name, status.State, status.Result, status.Error);

    public static TaskOutcome Of(TaskReply reply, string name) =>
        new(reply.TaskId, name, reply.State, reply.Result, reply.Error);

    public TResult Result<TResult>() => State switch
    {
        TaskState.Succeeded => Read<TResult>(),
        TaskState.Revoked => throw new TaskRevokedException(TaskId, Name, Error?.Message),
        _ => throw new TaskFailedException(TaskId, Name, State, Error, Cause),
    };

    private TResult Read<TResult>()
    {
        if (ResultJson is null)
            return default!;
        if (TruncatedPayload.TryRead(ResultJson, out var truncated))
            throw new ResultTruncatedException(TaskId, Name, truncated);

        try
        {
            return JsonSerializer.Deserialize<TResult>(ResultJson, TaskJson.Options)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"Task {TaskId} ({Name}) succeeded, but its result cannot be read as {typeof(TResult)}: "
                + $"{exception.Message} Ask for the type that the task's contract declares.",
                exception);
        }
    }
}
