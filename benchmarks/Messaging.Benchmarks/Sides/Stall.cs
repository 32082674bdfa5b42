using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>Finds out that nothing goes on any more, so that a benchmark ends with an error rather than never.</summary>
/// <param name="what">What is counted.</param>
internal sealed class Stall(string what)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private long last = -1;
    private long since;

    /// <summary>Takes note of how many are done.</summary>
    /// <exception cref="BenchmarkFailedException">It has been the same number for a minute.</exception>
    public void Check(long done, long all)
    {
        if (done != last)
        {
            last = done;
            since = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(since) > Longest)
        {
            throw new BenchmarkFailedException(
                $"{done:N0} of {all:N0} {what} were done, and none more within {Longest.TotalSeconds:0} s.");
        }
    }
}
