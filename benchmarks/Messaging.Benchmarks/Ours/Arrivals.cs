using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>
/// Which tasks have come, and how late. What it holds does not grow with their number but for a bit each.
/// </summary>
internal sealed class Arrivals
{
    private const int MostMilliseconds = 600_000;

    private readonly Lock gate = new();
    private readonly int[] byLateness = new int[MostMilliseconds + 1];
    private readonly HashSet<int> seen = [];
    private long first;
    private long last;

    /// <summary>So many different ones have come.</summary>
    public int Distinct
    {
        get
        {
            lock (gate)
                return seen.Count;
        }
    }

    public void Prepare(int tasks)
    {
        lock (gate)
            seen.EnsureCapacity(tasks);
    }

    public void Add(int number, TimeSpan late)
    {
        if (late < TimeSpan.Zero)
            throw new BenchmarkFailedException($"Task {number} came {-late} before it was due.");

        lock (gate)
        {
            last = Stopwatch.GetTimestamp();
            if (first == 0)
                first = last;
            seen.Add(number);
            byLateness[Math.Min((int)late.TotalMilliseconds, MostMilliseconds)]++;
        }
    }

    /// <summary>All of it, in figures.</summary>
    public ArrivalFigures Figures()
    {
        lock (gate)
        {
            var total = byLateness.Sum(count => (long)count);
            return new ArrivalFigures(
                seen.Count, total - seen.Count, Percentile(total, 50), Percentile(total, 99),
                Stopwatch.GetElapsedTime(first, last).TotalSeconds, ResidentMemory.Now);
        }
    }

    private int Percentile(long total, double percent)
    {
        var wanted = (long)Math.Ceiling(percent / 100 * total);
        var passed = 0L;
        for (var milliseconds = 0; ; milliseconds++)
        {
            passed += byLateness[milliseconds];
            if (passed >= wanted)
                return milliseconds;
        }
    }
}
