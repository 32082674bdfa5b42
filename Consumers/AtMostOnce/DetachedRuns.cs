using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The tasks that run after their messages were settled: the transport does not know of them, so a stopping worker waits
/// for them here.
/// </summary>
internal sealed class DetachedRuns(TimeProvider clock) : IDisposable
{
    /// <summary>So much is left to tasks that were cancelled for telling their end.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(4);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource impatience = new();
    private readonly CancellationTokenSource givenUp = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private int untold;
    private bool isStopping;

    /// <summary>Cancelled when the worker does not wait any longer.</summary>
    public CancellationToken Impatience => impatience.Token;

    /// <summary>Cancelled when the worker ends, whatever has not been told by then.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>
    /// How many have not told their end, and perhaps never will: they run still, or it could not be told. Once this
    /// worker is taken for lost, the trackers end them.
    /// </summary>
    public int Open
    {
        get
        {
            lock (gate)
                return running + untold;
        }
    }

    /// <summary>How many run.</summary>
    public int Running
    {
        get
        {
            lock (gate)
                return running;
        }
    }

    /// <summary>One more runs; <c>false</c> if the worker stops.</summary>
    public bool TryBegin()
    {
        lock (gate)
        {
            if (isStopping)
                return false;

            running++;
            return true;
        }
    }

    /// <summary>One has ended.</summary>
    /// <param name="isTold">Whether the broker has confirmed that it was told how.</param>
    public void End(bool isTold)
    {
        lock (gate)
        {
            if (!isTold)
                untold++;
            if (--running == 0 && isStopping)
                idle.TrySetResult();
        }
    }

    /// <summary>Lets no more begin, and waits for those that run. After a time they are cancelled.</summary>
    /// <param name="patience">The time.</param>
    /// <returns>How many run still.</returns>
    public async Task<int> Drain(TimeSpan patience)
    {
        lock (gate)
        {
            isStopping = true;
            if (running == 0)
                return 0;
        }

        if (!await IsIdleWithin(patience))
        {
            // Not waited for: whatever an observer has hung on it may never return.
            impatience.CancelAsync().IgnoreFault();
            await IsIdleWithin(LastWords);
        }

        int left;
        lock (gate)
            left = running;
        await givenUp.CancelAsync();
        return left;
    }

    public void Dispose()
    {
        impatience.Dispose();
        givenUp.Dispose();
    }

    private async Task<bool> IsIdleWithin(TimeSpan time)
    {
        await idle.Task.WaitAsync(time, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return idle.Task.IsCompleted;
    }
}
