namespace Messaging.StateMachines;

/// <summary>Somebody who waits for a task's end.</summary>
public sealed record TaskWaiter
{
    /// <summary>The request to answer.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Where to answer it.</summary>
    public required Uri Address { get; init; }

    /// <summary>When the waiting ends.</summary>
    public required DateTimeOffset Until { get; init; }
}
