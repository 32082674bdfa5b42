namespace Messaging.Contracts;

/// <summary>Due once.</summary>
public sealed record OnceTrigger : Trigger
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
