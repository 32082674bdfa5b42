namespace Messaging.Benchmarks;

/// <summary>A message of MassTransit's alone.</summary>
/// <param name="Number">Any number.</param>
public sealed record PlainNoOp(int Number);
