namespace Messaging.Consumers;

/// <summary>A limit of starts over all workers.</summary>
/// <param name="Limit">How many in a time.</param>
/// <param name="Key">
/// Tasks are counted apart by what this says of their message; <c>null</c> to count all tasks of the kind together. A
/// task for which it says <c>null</c> is not limited.
/// </param>
public sealed record KeyedRateLimit(RateLimit Limit, Func<object, string?>? Key = null);
