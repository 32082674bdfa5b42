namespace Messaging.Benchmarks;

/// <summary>A benchmark has no result, for a reason that somebody can do something about.</summary>
/// <param name="message">What happened, why, and what to do.</param>
/// <param name="inner">The cause.</param>
internal sealed class BenchmarkFailedException(string message, Exception? inner = null) : Exception(message, inner);
