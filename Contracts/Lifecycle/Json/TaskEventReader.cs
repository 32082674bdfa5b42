using System.Text.Json;

namespace Messaging.Contracts;

/// <summary>
/// Reads the most frequent kinds of events. Texts that are the same in one event as in the last, as the names of task,
/// queue and worker mostly are, are kept once.
/// </summary>
internal sealed class TaskEventReader
{
    private const int Nothing = 0;
    private const int TaskId = 1;
    private const int Time = 2;
    private const int Name = 4;
    private const int Queue = 8;
    private const int Attempt = 16;
    private const int Worker = 32;
    private const int ReceivedAt = 64;
    private const int Submission = TaskId | Time | Name | Queue;
    private const int Run = Submission | Attempt | Worker | ReceivedAt;

    private Guid taskId;
    private DateTimeOffset time;
    private string name = "";
    private string queue = "";
    private int attempt;
    private string worker = "";
    private DateTimeOffset receivedAt;
    private DateTimeOffset startedAt;
    private bool hasStartedAt;
    private string? arguments;
    private string? result;
    private int found;

    /// <summary>
    /// Reads an event, or returns <c>null</c> for one that is of another kind or has something in it that is rare.
    /// </summary>
    public TaskEvent? TryRead(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject
            || !json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("event"u8)
            || !json.Read() || json.TokenType != JsonTokenType.String)
        {
            return null;
        }

        if (json.ValueTextEquals("succeeded"u8))
            return TryReadFields(ref json, Run) ? NewSucceeded() : null;
        if (json.ValueTextEquals("submitted"u8))
            return TryReadFields(ref json, Submission) ? NewSubmitted() : null;
        if (json.ValueTextEquals("started"u8))
            return TryReadFields(ref json, Run) ? NewStarted() : null;

        return json.ValueTextEquals("received"u8) && TryReadFields(ref json, Run) ? NewReceived() : null;
    }

    private bool TryReadFields(ref Utf8JsonReader json, int required)
    {
        (found, hasStartedAt, arguments, result) = (Nothing, false, null, null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadField(ref json))
                return false;
        }

        return json.TokenType == JsonTokenType.EndObject && (found & required) == required;
    }

    private bool TryReadField(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("taskId"u8))
            return Found(TaskId, json.Read() && json.TokenType == JsonTokenType.String && json.TryGetGuid(out taskId));
        if (json.ValueTextEquals("time"u8))
            return Found(Time, TryReadTime(ref json, out time));
        if (json.ValueTextEquals("name"u8))
            return Found(Name, TryReadKnown(ref json, ref name));
        if (json.ValueTextEquals("queue"u8))
            return Found(Queue, TryReadKnown(ref json, ref queue));
        if (json.ValueTextEquals("attempt"u8))
            return Found(Attempt, json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out attempt));
        if (json.ValueTextEquals("worker"u8))
            return Found(Worker, TryReadKnown(ref json, ref worker));
        if (json.ValueTextEquals("receivedAt"u8))
            return Found(ReceivedAt, TryReadTime(ref json, out receivedAt));
        if (json.ValueTextEquals("startedAt"u8))
            return hasStartedAt = TryReadTime(ref json, out startedAt);
        if (json.ValueTextEquals("result"u8))
            return TryReadText(ref json, out result);

        return json.ValueTextEquals("arguments"u8) && TryReadText(ref json, out arguments);
    }

    private bool Found(int field, bool isRead)
    {
        found |= field;
        return isRead;
    }

    private static bool TryReadTime(ref Utf8JsonReader json, out DateTimeOffset value)
    {
        value = default;
        return json.Read() && json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out value);
    }

    private static bool TryReadText(ref Utf8JsonReader json, out string? value)
    {
        value = null;
        if (!json.Read() || json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            return false;

        value = json.GetString();
        return true;
    }

    private static bool TryReadKnown(ref Utf8JsonReader json, ref string value)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.String)
            return false;

        if (!json.ValueTextEquals(value))
            value = json.GetString()!;
        return true;
    }

    private TaskSubmitted NewSubmitted() =>
        new() { TaskId = taskId, Time = time, Name = name, Queue = queue, Arguments = arguments };

    private TaskReceived NewReceived() => new()
    {
        TaskId = taskId, Time = time, Attempt = attempt, Worker = worker, ReceivedAt = receivedAt, Name = name,
        Queue = queue, Arguments = arguments,
    };

    private TaskStarted NewStarted() => new()
    {
        TaskId = taskId, Time = time, Attempt = attempt, Worker = worker, ReceivedAt = receivedAt, Name = name,
        Queue = queue,
    };

    private TaskSucceeded NewSucceeded() => new()
    {
        TaskId = taskId, Time = time, Attempt = attempt, Worker = worker, ReceivedAt = receivedAt, Name = name,
        Queue = queue, StartedAt = hasStartedAt ? startedAt : null, Result = result,
    };
}
