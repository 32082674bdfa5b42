namespace Messaging.Contracts;

/// <summary>Asks what has not ended yet, queue by queue. Answered by <see cref="TaskBacklog"/>.</summary>
public sealed record GetBacklog
{
    /// <summary>Only this queue, its prefix included; <c>null</c> for all.</summary>
    public string? Queue { get; init; }
}
