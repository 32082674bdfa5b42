namespace Messaging.StateMachines;

/// <summary>Where a list of what waits goes on: behind the message with this time of sending, token and
/// attempt.</summary>
/// <param name="TryAt">When it is sent.</param>
/// <param name="Token">Its token.</param>
/// <param name="Attempt">Its attempt.</param>
public sealed record ScheduledPlace(DateTimeOffset TryAt, Guid Token, int Attempt);
