namespace Messaging.StateMachines;

/// <summary>
/// The store cannot be reached at the moment: a matter of waiting, not of the data. The tracker tries again until it
/// can.
/// </summary>
/// <param name="message">Which store, why, and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class TaskStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
