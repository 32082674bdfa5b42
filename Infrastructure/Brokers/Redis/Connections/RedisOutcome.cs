namespace Messaging.Redis;

/// <summary>What became of one command of several.</summary>
/// <param name="Reply">The answer, if it was run.</param>
/// <param name="Failure">Why it was not, or why nobody knows; <c>null</c> if it was.</param>
internal readonly record struct RedisOutcome(RespValue Reply, Exception? Failure);
