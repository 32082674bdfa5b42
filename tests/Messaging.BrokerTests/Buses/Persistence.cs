using System.Diagnostics;

namespace Messaging.BrokerTests;

/// <summary>Does what may fail while a broker is away until it is done.</summary>
internal static class Persistence
{
    /// <summary>One try that fails, or takes longer than <see cref="Deadlines.Send"/>, is followed by another.</summary>
    public static async Task Try(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await action().WaitAsync(Deadlines.Send);
                return;
            }
            catch (Exception exception)
            {
                if (Stopwatch.GetElapsedTime(started) > Deadlines.Recovery)
                    throw new AssertionException($"Not done within {Deadlines.Recovery}: {exception.Message}", exception);

                // Some fail at once while the broker is away.
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
