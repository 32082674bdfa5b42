using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// The one request that waits at SQS for messages of a queue, for all who wait. What it brings is spare.
/// </summary>
internal sealed class SharedWait(
    MessageRequests requests, SpareMessages spare, BrokenWaits broken, AmazonSqsAddress address, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private Task? underWay;
    private long? nothingAt;

    // A message that comes at the end of the wait is to be locked for most of its lock time still.
    private TimeSpan Longest => address.WaitTime < address.LockTime / 4 ? address.WaitTime : address.LockTime / 4;

    /// <summary>Done when the wait that is under way has ended, if there is one.</summary>
    public Task UnderWay
    {
        get
        {
            lock (gate)
                return underWay ?? Task.CompletedTask;
        }
    }

    /// <summary>The wait that is under way, or a new one.</summary>
    /// <param name="most">For how many messages.</param>
    /// <param name="longest">How long it lasts at most, in whole seconds and at least one.</param>
    /// <returns>A task that ends when there is something to take, or that was waited for long enough.</returns>
    public Task Join(int most, TimeSpan longest)
    {
        lock (gate)
        {
            return spare.IsEmpty
                ? underWay ??= Task.Run(() => WaitAtServer(most, longest), CancellationToken.None)
                : Task.CompletedTask;
        }
    }

    /// <summary>Whether a wait has just brought nothing. Said once of each.</summary>
    public bool HasJustBroughtNothing()
    {
        lock (gate)
        {
            var at = nothingAt;
            nothingAt = null;
            return at is { } told && time.GetElapsedTime(told) < AtOnce;
        }
    }

    private async Task WaitAtServer(int most, TimeSpan longest)
    {
        var wait = longest < Longest ? longest : Longest;
        var seconds = TimeSpan.FromSeconds(Math.Floor((wait > Shortest ? wait : Shortest).TotalSeconds));
        try
        {
            if (broken.Pause is { } pause)
                await Task.Delay(pause, time);
            else
                Note(await requests.Take(most, seconds));
        }
        catch (WaitBrokenException)
        {
            // Whether SQS can be reached is found out by the next to receive.
            broken.Add(seconds);
        }
        finally
        {
            lock (gate)
                underWay = null;
        }
    }

    private void Note(IReadOnlyList<HeldMessage> brought)
    {
        spare.Add(brought);
        if (brought.Count > 0)
            return;

        broken.Clear();
        lock (gate)
            nothingAt = time.GetTimestamp();
    }
}
