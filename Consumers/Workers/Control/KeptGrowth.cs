namespace Messaging.Consumers;

/// <summary>
/// How much the pool has grown by what the trackers keep. Changes come one by one, in any order, and as a sum of all up to
/// some revision; each is to be made once. Not for several threads.
/// </summary>
internal sealed class KeptGrowth
{
    private readonly Dictionary<long, int> later = [];
    private long known;
    private int made;

    /// <summary>What is to be made of a single change; nothing of one that was told before.</summary>
    public int Add(long revision, int count) => revision > known && later.TryAdd(revision, count) ? count : 0;

    /// <summary>What is to be made so that it is as the trackers say.</summary>
    /// <param name="total">The sum of all that is kept.</param>
    /// <param name="revision">The latest change that it takes into account.</param>
    public int Become(int total, long revision)
    {
        if (revision < known)
            return 0;

        known = revision;
        foreach (var old in later.Keys.Where(change => change <= known))
            later.Remove(old);

        return total + later.Values.Sum() - made;
    }

    /// <summary>The pool has grown by so much.</summary>
    public void Made(int count) => made += count;

    /// <summary>The pool has its own size again.</summary>
    public void StartOver() => made = 0;
}
