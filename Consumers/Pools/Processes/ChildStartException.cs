namespace Messaging.Consumers;

/// <summary>A child process could not be started.</summary>
internal sealed class ChildStartException(string message, Exception? inner = null) : Exception(message, inner);
