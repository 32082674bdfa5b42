using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>A worker calls the task's consumer.</summary>
public sealed record TaskStarted : TaskRunEvent
{
    /// <summary>Whether the task fails, and does not run again, if its worker is lost. Default <c>false</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FailsIfLost { get; init; }
}
