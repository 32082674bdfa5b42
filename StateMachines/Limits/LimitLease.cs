namespace Messaging.StateMachines;

/// <summary>A run that a concurrency limit counts, or that waits for its place.</summary>
/// <param name="Id">Its id, made by the worker.</param>
/// <param name="Worker">Name of the worker.</param>
/// <param name="IsGranted">Whether it may run.</param>
/// <param name="AskedAt">When it was first asked for.</param>
/// <param name="HeardAt">When its own worker last said that it is wanted.</param>
/// <param name="ExpiresAt">When it is forgotten, unless the worker says before that it is still wanted.</param>
public sealed record LimitLease(
    Guid Id, string Worker, bool IsGranted, DateTimeOffset AskedAt, DateTimeOffset HeardAt, DateTimeOffset ExpiresAt);
