using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>How far a revocation goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevokeMode>))]
public enum RevokeMode
{
    /// <summary>Only a task that has not been started is dropped; a running one goes on.</summary>
    BeforeStart = 0,

    /// <summary>A running task is broken off too: its cancellation token is cancelled.</summary>
    Terminate = 1,
}
