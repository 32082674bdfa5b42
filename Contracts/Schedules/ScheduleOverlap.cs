using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>What happens when a run is due while the one before is still going.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScheduleOverlap>))]
public enum ScheduleOverlap
{
    /// <summary>It is sent all the same.</summary>
    Allow = 0,

    /// <summary>It is left out and counted in <see cref="ScheduleStatus.SkippedCount"/>.</summary>
    Skip = 1,
}
