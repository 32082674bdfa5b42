namespace Messaging.Contracts;

/// <summary>Due at the times that match a cron expression, by the clocks of a time zone.</summary>
public sealed record CronTrigger : Trigger
{
    /// <summary>
    /// Five fields: minute, hour, day of month, month, day of week; six with seconds first. Day of month and day of week
    /// must both match, as with Celery. Or a name such as <c>@daily</c>. 1,000 characters at most.
    /// </summary>
    public required string Expression { get; init; }

    /// <summary>IANA name of the time zone, such as <c>Europe/Paris</c>. Default: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Such as <c>0 3 * * * Europe/Paris</c>.</summary>
    public override string ToString() => $"{Expression} {TimeZone ?? "UTC"}";
}
