using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>When tasks under a limit were started, by one clock for all workers of this process.</summary>
internal sealed class LimitedStarts
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<long>> starts = new(StringComparer.Ordinal);
    private TaskCompletionSource all = new();
    private int left;

    /// <summary>Begins anew, and waits for so many.</summary>
    public Task Expect(int count)
    {
        lock (gate)
        {
            starts.Clear();
            left = count;
            all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return all.Task;
        }
    }

    public void Add(string key)
    {
        lock (gate)
        {
            if (!starts.TryGetValue(key, out var times))
                starts.Add(key, times = []);
            times.Add(Stopwatch.GetTimestamp());
            if (--left == 0)
                all.TrySetResult();
        }
    }

    /// <summary>From the first start to the last, of the key for which that is longest.</summary>
    public TimeSpan Longest()
    {
        lock (gate)
            return starts.Values.Max(times => Stopwatch.GetElapsedTime(times.Min(), times.Max()));
    }

    /// <summary>The most starts within any second, of any key.</summary>
    public int MostInASecond()
    {
        lock (gate)
            return starts.Values.Max(MostInASecond);
    }

    private static int MostInASecond(List<long> times)
    {
        times.Sort();
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= Stopwatch.Frequency)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
