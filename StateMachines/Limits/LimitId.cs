namespace Messaging.StateMachines;

/// <summary>A limit that holds over all workers: of a kind of task, or of one key within it.</summary>
/// <param name="Limit">The task's name.</param>
/// <param name="Key">The key; empty for a limit without one.</param>
public sealed record LimitId(string Limit, string Key);
