using MassTransit;

namespace Messaging.Consumers;

/// <summary>A task at a worker, as those see it who watch it.</summary>
public sealed record ObservedTask
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>Queue that it came from.</summary>
    public required string Queue { get; init; }

    /// <summary>Name of the worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Number of the attempt, 1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>The task itself; <c>null</c> for a message that no consumer could take.</summary>
    public object? Message { get; init; }

    /// <summary>The message's headers.</summary>
    public required Headers Headers { get; init; }

    /// <summary>What the attempt has thrown; <c>null</c> if it has not failed.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Where it is in the worker.</summary>
    internal TaskExecution? Execution { get; init; }
}
