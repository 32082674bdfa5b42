using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>A task to run.</summary>
internal sealed record RunFrame
{
    /// <summary>Number of the run in this child.</summary>
    public required int Number { get; init; }

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>Queue that it came from.</summary>
    public required string Queue { get; init; }

    /// <summary>The worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Number of the attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it has put itself off.</summary>
    public required int Snoozes { get; init; }

    /// <summary>Where it was received.</summary>
    public required Uri InputAddress { get; init; }

    /// <summary>Whether it was received before.</summary>
    public required bool Redelivered { get; init; }

    /// <summary>MassTransit's JSON envelope.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>A run that is to be cancelled.</summary>
internal sealed record CancelFrame(int Number);

/// <summary>Something that is told of a run while it goes on; of one that has ended it is dropped.</summary>
internal record ToldFrame(int Run);

/// <summary>How far a run has come.</summary>
internal sealed record ProgressFrame(int Run, DateTimeOffset Time, TaskProgress Progress) : ToldFrame(Run);

/// <summary>A state that a run has given its task.</summary>
internal sealed record StateFrame(int Run, DateTimeOffset Time, string Name, string? Meta) : ToldFrame(Run);

/// <summary>The end of a run.</summary>
internal sealed record EndedFrame
{
    /// <summary>The result as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>What it has failed with.</summary>
    public RemoteFailure? Failure { get; init; }

    /// <summary>The child's resident memory, in bytes.</summary>
    public required long Memory { get; init; }
}
