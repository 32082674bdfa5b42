using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>Where the definition of a schedule comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScheduleOrigin>))]
public enum ScheduleOrigin
{
    /// <summary>It was made or changed by a client while the application ran.</summary>
    RunTime = 0,

    /// <summary>An application declares it when it starts.</summary>
    Code = 1,
}
