using MassTransit;

namespace Messaging.Consumers;

/// <summary>A task that is to be sent again later, as it came but for what is said here.</summary>
internal sealed record PostponedTask
{
    /// <summary>The message as it came.</summary>
    public required ConsumeContext Context { get; init; }

    /// <summary>The task's message, for one that cannot be sent on as it stands in the body.</summary>
    public required object Message { get; init; }

    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The task's name, once the trackers know it; <c>null</c> to leave it as it came.</summary>
    public string? Name { get; init; }

    /// <summary>Queue to send it to.</summary>
    public required string Queue { get; init; }

    /// <summary>Number of the attempt to ask for.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it has been put off by then.</summary>
    public required int Snoozes { get; init; }

    /// <summary>How often the attempt has been put off by then, since it had to wait for a limit.</summary>
    public int Deferrals { get; init; }

    /// <summary>When to send it.</summary>
    public required DateTimeOffset Due { get; init; }
}
