using System.Diagnostics;

namespace Messaging.Testing;

/// <summary>Waits for something that gives no signal of its own, with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest wait for things that take no time on an idle machine.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is as wanted; fails with the last answer after the deadline.</summary>
    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> isWanted, TimeSpan? deadline = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline))
                throw new AssertionException($"Not so within {deadline ?? Deadline}. The last answer was: {answer}");

            await Task.Delay(Pause);
        }
    }

    /// <summary>
    /// Calls, and again after a moment while that fails as something may that is away for a while; throws what the last
    /// call has thrown after the deadline.
    /// </summary>
    public static async Task<T> Succeed<T>(
        Func<Task<T>> call, Func<Exception, bool> isAway, TimeSpan? deadline = null, TimeSpan? pause = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (
                isAway(exception) && Stopwatch.GetElapsedTime(started) <= (deadline ?? Deadline))
            {
                await Task.Delay(pause ?? Pause);
            }
        }
    }
}
