namespace Messaging.Consumers;

/// <summary>
/// The commands that came in last. One whose confirmation was late is sent twice, and the pool is not to grow twice for
/// it.
/// </summary>
internal sealed class RecentRequests
{
    private const int Most = 256;

    private readonly HashSet<Guid> known = [];
    private readonly Queue<Guid> order = new();
    private readonly Lock gate = new();

    /// <summary>Whether a command comes for the first time.</summary>
    public bool IsNew(Guid requestId)
    {
        lock (gate)
        {
            if (!known.Add(requestId))
                return false;

            order.Enqueue(requestId);
            if (order.Count > Most)
                known.Remove(order.Dequeue());
            return true;
        }
    }
}
