using System.Collections.Concurrent;

namespace Messaging.AmazonSqs;

/// <summary>
/// What has been found out about names and can be found out again. Those of reply queues come and go, so that all is
/// forgotten when there is too much of it.
/// </summary>
internal sealed class KnownNames<T>
{
    /// <summary>The most names.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<string, T> known = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => known.Count;

    /// <summary>What is known of a name.</summary>
    public bool TryGet(string name, out T value) => known.TryGetValue(name, out value!);

    /// <summary>Something was found out.</summary>
    /// <returns>What it is.</returns>
    public T Set(string name, T value)
    {
        if (known.Count >= Most && !known.ContainsKey(name))
            known.Clear();
        return known[name] = value;
    }

    /// <summary>It is to be found out again.</summary>
    public void Forget(string name) => known.TryRemove(name, out _);
}
