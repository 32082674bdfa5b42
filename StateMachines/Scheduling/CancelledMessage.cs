namespace Messaging.StateMachines;

/// <summary>A message that is not to be sent later.</summary>
/// <param name="Token">The token that it was scheduled by.</param>
/// <param name="At">When that was said, by the clock of who did.</param>
public sealed record CancelledMessage(Guid Token, DateTimeOffset At);
