namespace Messaging.StateMachines;

/// <summary>No run of a claim could be sent.</summary>
/// <param name="count">How many there were.</param>
/// <param name="reason">Why the first one was not.</param>
internal sealed class RunsNotSentException(int count, string reason)
    : Exception($"{count:N0} runs that are due could not be sent. {reason}");
