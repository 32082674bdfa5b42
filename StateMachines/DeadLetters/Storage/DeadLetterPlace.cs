namespace Messaging.StateMachines;

/// <summary>Where a list of dead letters goes on: behind the one of this time and id.</summary>
/// <param name="DeadAt">When it was given up.</param>
/// <param name="Id">Its id.</param>
public sealed record DeadLetterPlace(DateTimeOffset DeadAt, Guid Id);
