using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>Sagas to store.</summary>
internal static class SampleSagas
{
    private static readonly JsonSerializerOptions Comparable =
        new(TaskJson.Options) { WriteIndented = true, Converters = { new HoldableText() } };

    public static DateTimeOffset At(double seconds) =>
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(1_234_567).AddSeconds(seconds);

    /// <summary>A saga of which nothing is known.</summary>
    public static TaskSaga Empty() => new() { CorrelationId = Guid.CreateVersion7() };

    /// <summary>A saga in a state, with what makes it so.</summary>
    public static TaskSaga In(TaskState state)
    {
        var saga = Empty();
        if (state == TaskState.Unknown)
            return saga;

        saga.CurrentState = state.ToString();
        saga.SubmittedAt = At(0);
        saga.Eta = state == TaskState.Scheduled ? At(1) : null;
        if (state > TaskState.Scheduled)
            saga.Attempts.Add(Run(state, "no text"));
        saga.FinishedAt = state >= TaskState.Succeeded ? At(3) : null;
        saga.Error = state is TaskState.Retrying or TaskState.Failed or TaskState.Expired or TaskState.Rejected
            ? Error("no text")
            : null;
        return saga;
    }

    /// <summary>A saga with a value in every field, and one text wherever there is text.</summary>
    public static TaskSaga Filled(string text) => new()
    {
        CorrelationId = Guid.CreateVersion7(),
        CurrentState = "Failed",
        Name = text,
        Queue = text,
        Arguments = text,
        SubmittedAt = At(0),
        Eta = At(1),
        Expires = DateTimeOffset.MaxValue.AddTicks(-9),
        RootId = Guid.NewGuid(),
        ParentId = Guid.NewGuid(),
        Attempts = [Run(TaskState.Retrying, text), Run(TaskState.Failed, text) with { Number = 2 }],
        Result = text,
        Progress = new TaskProgress { Current = long.MaxValue, Total = long.MinValue, Message = text },
        ProgressAt = At(2),
        CustomState = text,
        CustomStateMeta = text,
        CustomStateAt = At(2.5),
        RevokeRequestedAt = At(4),
        RevokeMode = RevokeMode.Terminate,
        RevokeReason = text,
        Attempt = 2,
        Worker = text,
        StartedAt = At(2),
        FinishedAt = At(3),
        Error = Error(text),
        Waiters = [new TaskWaiter { RequestId = Guid.NewGuid(), Address = new Uri("queue:replies"), Until = At(30) }],
        ReplayAttempt = 2,
        ReplayedAt = At(5),
        ReplayQueue = text,
    };

    /// <summary>A saga with so many runs, the last of which ended so, or runs still.</summary>
    public static TaskSaga WithRuns(int runs, TaskState? outcome)
    {
        var saga = In(TaskState.Pending);
        saga.Attempts = [.. Enumerable.Range(1, runs).Select(number => Run(
            number == runs ? outcome ?? TaskState.Started : TaskState.Retrying, "text") with { Number = number })];
        var last = saga.Attempts[^1];
        saga.CurrentState = (outcome ?? TaskState.Started).ToString();
        saga.Attempt = last.Number;
        saga.Worker = last.Worker;
        saga.Queue = last.Queue;
        saga.StartedAt = last.StartedAt;
        saga.FinishedAt = outcome is null or TaskState.Retrying ? null : last.FinishedAt;
        saga.Error = last.Error;
        return saga;
    }

    /// <summary>What belongs to a part, to be compared.</summary>
    public static string PartOf(TaskSaga saga, TaskSagaParts part) => JsonSerializer.Serialize<object>(
        part switch
        {
            TaskSagaParts.Submission => new
            {
                saga.Name, saga.Arguments, saga.SubmittedAt, saga.Eta, saga.Expires, saga.RootId, saga.ParentId,
            },
            TaskSagaParts.Runs => new
            {
                saga.Attempts, saga.Attempt, saga.Worker, saga.StartedAt, saga.FinishedAt, saga.Result, saga.Error,
            },
            TaskSagaParts.Progress => new { saga.Progress, saga.ProgressAt },
            TaskSagaParts.CustomState => new { saga.CustomState, saga.CustomStateMeta, saga.CustomStateAt },
            TaskSagaParts.Revocation => new { saga.RevokeRequestedAt, saga.RevokeMode, saga.RevokeReason },
            _ => new { saga.Waiters },
        },
        Comparable);

    /// <summary>
    /// All of it, to be compared. A store need not be able to hold NUL and half surrogate pairs: it may put the
    /// replacement character in their place, as is done here.
    /// </summary>
    public static string Json(this TaskSaga saga) => JsonSerializer.Serialize(saga, Comparable);

    private static TaskAttempt Run(TaskState state, string text) => new()
    {
        Number = 1,
        Worker = text,
        Queue = text,
        ReceivedAt = At(1),
        StartedAt = state == TaskState.Received ? null : At(2),
        FinishedAt = state > TaskState.Started ? At(3) : null,
        Outcome = state > TaskState.Started ? state : null,
        Error = state is TaskState.Retrying or TaskState.Failed ? Error(text) : null,
        NextAttemptAt = state == TaskState.Retrying ? At(4) : null,
    };

    private static TaskError Error(string text) => new() { Type = text, Message = text, StackTrace = text };

    private sealed class HoldableText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)).Replace('\0', '\uFFFD'));
    }
}
