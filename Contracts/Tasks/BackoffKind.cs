namespace Messaging.Contracts;

/// <summary>How the delay before a retry grows.</summary>
public enum BackoffKind
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>It is the same each time.</summary>
    Fixed = 1,

    /// <summary><c>base · (retries + 1)</c>.</summary>
    Linear = 2,

    /// <summary><c>base · 2^retries</c>.</summary>
    Exponential = 3,
}
