using System.Globalization;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// A task has succeeded, and its result is longer than what trackers keep (<c>Messaging:Tracking:MaxPayloadBytes</c>).
/// </summary>
public sealed class ResultTruncatedException : Exception
{
    internal ResultTruncatedException(Guid taskId, string? taskName, TruncatedPayload truncated)
        : base(Describe(taskId, taskName, truncated))
    {
        TaskId = taskId;
        TaskName = taskName;
        Bytes = truncated.Bytes;
        Limit = truncated.Limit;
    }

    /// <summary>The task's id.</summary>
    public Guid TaskId { get; }

    /// <summary>The task's name; <c>null</c> if unknown.</summary>
    public string? TaskName { get; }

    /// <summary>Length of the result as JSON text, in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The limit that it was above, in bytes.</summary>
    public int Limit { get; }

    private static string Describe(Guid taskId, string? name, TruncatedPayload truncated)
    {
        var bytes = truncated.Bytes.ToString("N0", CultureInfo.InvariantCulture);
        var limit = truncated.Limit.ToString("N0", CultureInfo.InvariantCulture);
        return $"Task {taskId} ({name}) has succeeded, but its result of {bytes} bytes was not kept, since "
            + $"Messaging:Tracking:MaxPayloadBytes is {limit} at its worker or tracker. Let the task store such a result "
            + "elsewhere and return where it is, or raise the setting at workers and trackers. ITaskClient.Call gets a "
            + "result whole, straight from the worker.";
    }
}
