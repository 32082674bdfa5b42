using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>A task that does nothing and whose result is what it was sent.</summary>
/// <param name="Number">Any number.</param>
public sealed record NoOp(int Number) : ITask<int>;
