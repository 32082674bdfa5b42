namespace Messaging.BrokerTests;

/// <summary>A request.</summary>
/// <param name="Number">Comes back in the answer.</param>
public sealed record Question(int Number);

/// <summary>Answers a <see cref="Question"/>.</summary>
/// <param name="Number">The number of the question.</param>
public sealed record Answer(int Number);

/// <summary>A message that no test has a consumer for.</summary>
/// <param name="Number">Tells it from others.</param>
public sealed record Unwanted(int Number);
