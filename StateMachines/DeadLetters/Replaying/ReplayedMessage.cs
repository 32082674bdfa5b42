namespace Messaging.StateMachines;

/// <summary>The message of a dead letter as it is sent again.</summary>
internal sealed record ReplayedMessage
{
    /// <summary>The dead letter.</summary>
    public required StoredDeadLetter Letter { get; init; }

    /// <summary>Queue to send it to, prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>Number of the attempt that it asks for.</summary>
    public required int Attempt { get; init; }

    /// <summary>The transport's headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
