namespace Messaging.PullTransport;

/// <summary>
/// How many more messages may be held. Waits a moment for more room when there is little, so that a worker which is
/// full asks for many at a time and not for one after the other.
/// </summary>
internal sealed class Room(int most, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly int enough = Math.Max(1, most / 8);
    private TaskCompletionSource? wanted;
    private int wantedRoom;
    private int taken;

    /// <summary>Waits until there is some.</summary>
    /// <returns>How much there is, at least one.</returns>
    public async Task<int> Wait(CancellationToken cancellationToken)
    {
        var free = await WaitFor(1, cancellationToken);
        if (free >= enough)
            return free;

        try
        {
            using var moment = new CancellationTokenSource(Moment, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(moment.Token, cancellationToken);
            return await WaitFor(enough, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lock (gate)
                return most - taken;
        }
    }

    public void Take()
    {
        lock (gate)
            taken++;
    }

    public void GiveBack()
    {
        lock (gate)
        {
            taken--;
            if (wanted is not null && most - taken >= wantedRoom)
            {
                wanted.TrySetResult();
                wanted = null;
            }
        }
    }

    private async Task<int> WaitFor(int room, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (gate)
        {
            if (most - taken >= room)
                return most - taken;

            wanted = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            wantedRoom = room;
        }

        await waiter.Task.WaitAsync(cancellationToken);
        lock (gate)
            return most - taken;
    }
}
