using System.Collections.Concurrent;
using System.Diagnostics;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Limits;

/// <summary>Remembers when tasks of a test were started, by one clock for all workers of this process.</summary>
internal sealed class Starts
{
    private static readonly ConcurrentDictionary<string, Starts> All = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<(string Key, TimeSpan Time)> starts = new();
    private readonly ConcurrentDictionary<string, int> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> most = new(StringComparer.Ordinal);

    private Starts(string name) => Name = name;

    /// <summary>Travels with the tasks.</summary>
    public string Name { get; }

    public int Count => starts.Count;

    public static Starts New() => Named(Guid.NewGuid().ToString("N"));

    public static Starts Named(string name) => All.GetOrAdd(name, static given => new Starts(given));

    /// <summary>A task starts, and takes some time.</summary>
    public async Task Run(string key, int milliseconds, CancellationToken cancellationToken)
    {
        starts.Enqueue((key, Stopwatch.GetElapsedTime(0)));
        var now = running.AddOrUpdate(key, 1, static (_, count) => count + 1);
        most.AddOrUpdate(key, now, (_, count) => Math.Max(count, now));
        if (milliseconds > 0)
            await Task.Delay(milliseconds, cancellationToken);
        running.AddOrUpdate(key, 0, static (_, count) => count - 1);
    }

    /// <summary>Waits until so many tasks have started.</summary>
    public Task Reach(int count) => Eventually.Get(
        () => Task.FromResult(Count), reached => reached >= count, TimeSpan.FromMinutes(2));

    /// <summary>The most tasks of a key that ran at the same time.</summary>
    public int MostAtOnce(string key) => most.GetValueOrDefault(key);

    /// <summary>When tasks of a key were started, in order.</summary>
    public TimeSpan[] Of(string key) =>
        [.. starts.Where(start => start.Key == key).Select(start => start.Time).Order()];

    /// <summary>The most starts of a key within any window of a second.</summary>
    public int MostInASecond(string key)
    {
        var times = Of(key);
        var (found, first) = (0, 0);
        for (var last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= TimeSpan.FromSeconds(1))
                first++;
            found = Math.Max(found, last - first + 1);
        }

        return found;
    }
}
