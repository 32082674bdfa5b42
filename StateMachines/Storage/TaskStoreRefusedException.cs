namespace Messaging.StateMachines;

/// <summary>The store is there and does not let us in: a matter of settings, which waiting does not change.</summary>
/// <param name="message">Which store, why, and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class TaskStoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);
