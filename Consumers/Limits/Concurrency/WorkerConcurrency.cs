namespace Messaging.Consumers;

/// <summary>How many tasks of one kind, or of each of its keys, this worker runs at the same time.</summary>
internal sealed class WorkerConcurrency(int? limit, TimeProvider clock)
{
    private const int Unlimited = int.MaxValue;

    private readonly Lock gate = new();
    private readonly Dictionary<string, ConcurrencyPlaces> places = new(StringComparer.Ordinal);
    private readonly Pace pace = new(clock);
    private readonly Deferrals deferrals = new(clock);
    private int most = limit ?? Unlimited;

    /// <summary>Whether there is no limit.</summary>
    public bool IsOff => Volatile.Read(ref most) == Unlimited;

    /// <summary>
    /// Sets the limit, for those who wait already as well; <c>null</c> for none. What was started while there was none
    /// is not counted.
    /// </summary>
    public void Set(int? value)
    {
        lock (gate)
        {
            Volatile.Write(ref most, value ?? Unlimited);
            foreach (var those in places.Values)
                those.LetIn(most);
        }
    }

    public bool TryEnter(string key)
    {
        lock (gate)
            return PlacesOf(key).TryTake(most);
    }

    public async Task Enter(string key, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> node;
        lock (gate)
        {
            var those = PlacesOf(key);
            if (those.TryTake(most))
                return;

            node = those.Wait();
        }

        try
        {
            await node.Value.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                if (!PlacesOf(key).Remove(node))
                    GiveBack(key);
                Forget(key);
            }

            throw;
        }
    }

    public void Leave(string key)
    {
        lock (gate)
        {
            pace.Passed();
            GiveBack(key);
            Forget(key);
        }
    }

    /// <summary>How long to put a task off that cannot wait here.</summary>
    public TimeSpan Defer()
    {
        lock (gate)
            return deferrals.Next(TimeSpan.Zero, pace.Usual ?? TimeSpan.FromMilliseconds(100));
    }

    private void GiveBack(string key) => PlacesOf(key).GiveBack(most);

    private void Forget(string key)
    {
        if (PlacesOf(key).IsEmpty)
            places.Remove(key);
    }

    private ConcurrencyPlaces PlacesOf(string key)
    {
        if (!places.TryGetValue(key, out var those))
            places.Add(key, those = new ConcurrencyPlaces());

        return those;
    }
}
