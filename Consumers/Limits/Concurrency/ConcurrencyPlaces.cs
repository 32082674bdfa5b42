namespace Messaging.Consumers;

/// <summary>The places of one limit on this worker: who has come first goes first.</summary>
internal sealed class ConcurrencyPlaces
{
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private int taken;

    /// <summary>Whether nobody has a place or wants one.</summary>
    public bool IsEmpty => taken == 0 && waiting.Count == 0;

    public bool TryTake(int most)
    {
        if (taken >= most)
            return false;

        taken++;
        return true;
    }

    public LinkedListNode<TaskCompletionSource> Wait() =>
        waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Gives a place back, to the next who waits.</summary>
    public void GiveBack(int most)
    {
        taken--;
        LetIn(most);
    }

    /// <summary>Lets in who waits, as far as there are places.</summary>
    public void LetIn(int most)
    {
        while (taken < most && waiting.First is { } next)
        {
            taken++;
            waiting.RemoveFirst();
            next.Value.TrySetResult();
        }
    }

    /// <summary>Removes one who waits no longer.</summary>
    /// <returns><c>false</c> if it has got a place meanwhile.</returns>
    public bool Remove(LinkedListNode<TaskCompletionSource> node)
    {
        if (node.List is null)
            return false;

        waiting.Remove(node);
        return true;
    }
}
