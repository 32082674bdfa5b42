using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>A task whose start is noted and whose result is what it was sent.</summary>
/// <param name="Number">Any number.</param>
public sealed record Timed(int Number) : ITask<int>;
