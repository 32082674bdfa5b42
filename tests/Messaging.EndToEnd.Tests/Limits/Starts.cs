using System.Collections.Concurrent;
using System.Diagnostics;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Limits;

/// <summary>Remembers when tasks of a test were started, by one clock for all workers of this process.</summary>
internal sealed class Starts
{
    private static readonly ConcurrentDictionary<string, Starts> All = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<(string Key, TimeSpan NotBefore, TimeSpan Time)> starts = new();
    private readonly ConcurrentDictionary<string, int> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> most = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> met = new(StringComparer.Ordinal);

    private Starts(string name) => Name = name;

    /// <summary>Travels with the tasks.</summary>
    public string Name { get; }

    public int Count => starts.Count;

    /// <summary>The clock of all times here, and of the workers' limits.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public static Starts New() => Named(Guid.NewGuid().ToString("N"));

    public static Starts Named(string name) => All.GetOrAdd(name, static given => new Starts(given));

    /// <summary>A task starts, and takes some time.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="milliseconds">The time.</param>
    /// <param name="meets">Whether it waits until two of its key have run at the same time, for so long at most.</param>
    /// <param name="notBefore">When its worker could have started it at the earliest, if that is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Run(
        string key, int milliseconds, TimeSpan? meets, TimeSpan? notBefore, CancellationToken cancellationToken)
    {
        var time = Now;
        starts.Enqueue((key, notBefore ?? time, time));
        var now = running.AddOrUpdate(key, 1, static (_, count) => count + 1);
        most.AddOrUpdate(key, now, (_, count) => Math.Max(count, now));
        if (now > 1)
            Met(key).TrySetResult();
        if (meets is { } longest)
            await Task.WhenAny(Met(key).Task, Task.Delay(longest, cancellationToken));
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
    /// The most starts of a key that lay within a window of this length for certain. A limit is exact by when the
    /// worker starts a task. The task itself looks at the clock later, by a moment or by as long as the machine pleases;
    /// so the start lies between that and the time that the worker was permitted it for.
    /// </summary>
    public int MostWithin(TimeSpan window, string key)
    {
        var ofKey = starts.Where(start => start.Key == key).ToArray();
        return ofKey.Max(first => ofKey.Count(
            start => start.NotBefore >= first.NotBefore && start.Time < first.NotBefore + window));
    }

    private TaskCompletionSource Met(string key) =>
        met.GetOrAdd(key, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
