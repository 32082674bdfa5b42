namespace Messaging.Benchmarks;

/// <summary>The answer to a <see cref="PlainNoOp"/> that asks for one.</summary>
/// <param name="Number">What was sent.</param>
public sealed record PlainReply(int Number);
