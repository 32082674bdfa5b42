using System.Text;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>Dead letters for stores and for those who use them.</summary>
public static class SampleDeadLetters
{
    /// <summary>A moment in the life of the samples.</summary>
    public static DateTimeOffset At(double seconds) =>
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    /// <summary>The dead letter of a task that failed.</summary>
    public static StoredDeadLetter Failed(double at, int attempt = 4)
    {
        var taskId = Guid.CreateVersion7(At(at));
        return new StoredDeadLetter
        {
            Id = taskId,
            TaskId = taskId,
            Name = "math.add",
            Queue = "default",
            Reason = DeadLetterReason.Failed,
            Error = new TaskError { Type = "System.TimeoutException", Message = "Too slow.", StackTrace = "at Add()" },
            DeadAt = At(at),
            KeptAt = At(at),
            Attempt = attempt,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Task-Name"] = "math.add" },
            ContentType = "application/vnd.masstransit+json",
            Body = Encoding.UTF8.GetBytes("""{"messageType":["urn:message:A:B"],"message":{"x":1}}"""),
        };
    }
}
