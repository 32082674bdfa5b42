namespace Messaging.Contracts;

/// <summary>What went wrong in an attempt.</summary>
public sealed record TaskError
{
    /// <summary>Full type name of the exception.</summary>
    public required string Type { get; init; }

    /// <summary>The exception's message.</summary>
    public required string Message { get; init; }

    /// <summary>Stack trace with inner exceptions, cut at 16,000 characters; <c>null</c> where there is none.</summary>
    public string? StackTrace { get; init; }
}
