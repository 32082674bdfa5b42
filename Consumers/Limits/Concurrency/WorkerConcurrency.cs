namespace Messaging.Consumers;

/// <summary>How many tasks of one kind, or of each of its keys, this worker runs at the same time.</summary>
internal sealed class WorkerConcurrency(int most, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ConcurrencyPlaces> places = new(StringComparer.Ordinal);
    private readonly Pace pace = new(clock);
    private readonly Deferrals deferrals = new(clock);

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

    private void GiveBack(string key) => PlacesOf(key).GiveBack();

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
