using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>A task under a rate limit that holds over all workers.</summary>
/// <param name="Number">0 and up, each once.</param>
/// <param name="Key">The key of the limit.</param>
public sealed record Limited(int Number, string Key) : ITask;
