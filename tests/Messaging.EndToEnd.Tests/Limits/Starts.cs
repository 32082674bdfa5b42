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
    private readonly ConcurrentDictionary<string, TaskCompletionSource> met = new(StringComparer.Ordinal);

    private Starts(string name) => Name = name;

    /// <summary>Travels with the tasks.</summary>
    public string Name { get; }

    public int Count => starts.Count;

    public static Starts New() => Named(Guid.NewGuid().ToString("N"));

    public static Starts Named(string name) => All.GetOrAdd(name, static given => new Starts(given));

    /// <summary>A task starts, and takes some time.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="milliseconds">The time.</param>
    /// <param name="meets">Whether it waits until two of its key have run at the same time; ten seconds at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Run(string key, int milliseconds, bool meets, CancellationToken cancellationToken)
    {
        starts.Enqueue((key, Stopwatch.GetElapsedTime(0)));
        var now = running.AddOrUpdate(key, 1, static (_, count) => count + 1);
        most.AddOrUpdate(key, now, (_, count) => Math.Max(count, now));
        if (now > 1)
            Met(key).TrySetResult();
        if (meets)
            await Task.WhenAny(Met(key).Task, Task.Delay(TimeSpan.FromSeconds(10), cancellationToken));
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

    /// <summary>
    /// The most starts of a key within any window of this length. A limit is exact by when the worker starts a task; here
    /// it is when the task looks at the clock, a moment later. So a window is looked at that is a little shorter.
    /// </summary>
    public int MostWithin(TimeSpan window, string key)
    {
        var times = Of(key);
        var (found, first) = (0, 0);
        for (var last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= window)
                first++;
            found = Math.Max(found, last - first + 1);
        }

        return found;
    }

    private TaskCompletionSource Met(string key) =>
        met.GetOrAdd(key, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
