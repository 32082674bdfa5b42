namespace Messaging.Contracts;

/// <summary>
/// Due daily at an event of the sun in a place, within a minute or so (several near the poles). Days without the event
/// (polar day or night) have no run.
/// </summary>
public sealed record SolarTrigger : Trigger
{
    /// <summary>The event.</summary>
    public required SolarEvent Event { get; init; }

    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public required double Longitude { get; init; }

    /// <summary>Such as <c>Sunrise at 52.52, 13.40</c>.</summary>
    public override string ToString() =>
        $"{Event} at {TriggerText.OfDegrees(Latitude)}, {TriggerText.OfDegrees(Longitude)}";
}
