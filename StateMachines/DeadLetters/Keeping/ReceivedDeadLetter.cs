namespace Messaging.StateMachines;

/// <summary>A dead letter that has come from the broker.</summary>
/// <param name="Letter">What it is.</param>
/// <param name="IsAttemptTold">Whether the message says what attempt it was.</param>
internal sealed record ReceivedDeadLetter(StoredDeadLetter Letter, bool IsAttemptTold);
