namespace Messaging.Consumers;

/// <summary>A limit of tasks of one kind that run at the same time.</summary>
/// <param name="Count">How many; at least one.</param>
/// <param name="Key">
/// Tasks are counted apart by what this says of their message; <c>null</c> to count all tasks of the kind together. A
/// task for which it says <c>null</c> is not limited.
/// </param>
public sealed record ConcurrencyLimit(int Count, Func<object, string?>? Key = null);
