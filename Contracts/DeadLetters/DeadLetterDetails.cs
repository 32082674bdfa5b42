namespace Messaging.Contracts;

/// <summary>All that is known of a dead letter.</summary>
public sealed record DeadLetterDetails
{
    /// <summary>What a list says of it.</summary>
    public required DeadLetter Letter { get; init; }

    /// <summary>The last error, with its stack trace where there is one.</summary>
    public required TaskError Error { get; init; }

    /// <summary>Headers of the message as it was given up, those of the error among them.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Media type of the body as its sender gave it.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body as text if it is JSON: MassTransit's envelope, or the bare message. Up to 1 MiB.</summary>
    public string? BodyText { get; init; }

    /// <summary>The body in Base64 if it is no JSON. Of the first 1 MiB.</summary>
    public string? BodyBase64 { get; init; }

    /// <summary>Whether the body is longer than what is shown. It is kept, and replayed, as a whole.</summary>
    public bool IsBodyCut { get; init; }

    /// <summary>
    /// The task with all its attempts and their errors; <c>null</c> if it is not tracked, or its record has expired.
    /// </summary>
    public TaskStatus? Task { get; init; }
}
