namespace Messaging.Contracts;

/// <summary>Due once.</summary>
public sealed record OnceTrigger : Trigger
{
    /// <summary>When. A time that has passed before the schedule was created is never due.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Such as <c>once at 2026-03-01T12:00:00Z</c>.</summary>
    public override string ToString() => $"once at {TriggerText.Of(At)}";
}
