using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>A task that is sent for later; its arrival is noted.</summary>
/// <param name="Number">0 and up, each once.</param>
public sealed record ForLater(int Number) : ITask;
