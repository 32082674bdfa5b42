namespace Messaging.Contracts;

/// <summary>Due daily at an event of the sun in a place. Days without the event (polar day or night) have no run.</summary>
public sealed record SolarTrigger : Trigger
{
    /// <summary>The event.</summary>
    public required SolarEvent Event { get; init; }

    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public required double Longitude { get; init; }
}
