using System.Text.Json;

namespace Messaging.Contracts;

/// <summary>Writes the most frequent kinds of events.</summary>
internal static class TaskEventWriter
{
    /// <summary>Writes an event, unless it is of another kind.</summary>
    public static bool TryWrite(Utf8JsonWriter json, TaskEvent taskEvent)
    {
        switch (taskEvent)
        {
            case TaskSucceeded succeeded:
                Begin(json, "succeeded"u8, succeeded);
                WriteRun(json, succeeded);
                WriteTime(json, "startedAt"u8, succeeded.StartedAt);
                WriteText(json, "result"u8, succeeded.Result);
                break;
            case TaskSubmitted submitted:
                Begin(json, "submitted"u8, submitted);
                WriteSubmission(json, submitted);
                break;
            case TaskStarted started:
                Begin(json, "started"u8, started);
                WriteRun(json, started);
                if (started.FailsIfLost)
                    json.WriteBoolean("failsIfLost"u8, value: true);
                break;
            case TaskReceived received:
                Begin(json, "received"u8, received);
                WriteRun(json, received);
                WriteText(json, "arguments"u8, received.Arguments);
                break;
            default:
                return false;
        }

        json.WriteEndObject();
        return true;
    }

    private static void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> kind, TaskEvent taskEvent)
    {
        json.WriteStartObject();
        json.WriteString("event"u8, kind);
        json.WriteString("taskId"u8, taskEvent.TaskId);
        json.WriteString("time"u8, taskEvent.Time);
    }

    private static void WriteRun(Utf8JsonWriter json, TaskRunEvent run)
    {
        json.WriteNumber("attempt"u8, run.Attempt);
        json.WriteString("worker"u8, run.Worker);
        json.WriteString("receivedAt"u8, run.ReceivedAt);
        json.WriteString("name"u8, run.Name);
        json.WriteString("queue"u8, run.Queue);
        WriteId(json, "rootId"u8, run.RootId);
        WriteId(json, "parentId"u8, run.ParentId);
    }

    private static void WriteSubmission(Utf8JsonWriter json, TaskSubmitted submitted)
    {
        json.WriteString("name"u8, submitted.Name);
        json.WriteString("queue"u8, submitted.Queue);
        WriteText(json, "arguments"u8, submitted.Arguments);
        WriteTime(json, "eta"u8, submitted.Eta);
        WriteTime(json, "expires"u8, submitted.Expires);
        WriteId(json, "rootId"u8, submitted.RootId);
        WriteId(json, "parentId"u8, submitted.ParentId);
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } time)
            json.WriteString(name, time);
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? value)
    {
        if (value is { } id)
            json.WriteString(name, id);
    }
}
