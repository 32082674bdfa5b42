using System.Collections.Concurrent;

namespace Messaging.Testing;

/// <summary>
/// Where a task and its test meet: the test waits until tasks have arrived, and lets them go on. In one process only.
/// </summary>
public sealed class Gate
{
    private static readonly ConcurrentDictionary<string, Gate> Gates = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim arrivals = new(0);
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrived;
    private int passed;

    private Gate(string name) => Name = name;

    /// <summary>Its name, which travels with the task.</summary>
    public string Name { get; }

    /// <summary>Number of runs that have arrived.</summary>
    public int Arrived => Volatile.Read(ref arrived);

    /// <summary>Number of runs that have gone on.</summary>
    public int Passed => Volatile.Read(ref passed);

    /// <summary>Makes a gate.</summary>
    public static Gate New() => Gates.GetOrAdd(Guid.NewGuid().ToString("N"), name => new Gate(name));

    /// <summary>The gate of a name.</summary>
    public static Gate Named(string name) => Gates[name];

    /// <summary>The test waits for the next arrival.</summary>
    public async Task NextArrival() =>
        Assert.That(await arrivals.WaitAsync(Eventually.Deadline), Is.True, "No task has arrived at the gate.");

    /// <summary>The test lets all go on, now and later.</summary>
    public void Open() => open.TrySetResult();

    /// <summary>The task arrives and waits.</summary>
    public async Task Pass(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref arrived);
        arrivals.Release();
        await open.Task.WaitAsync(cancellationToken);
        Interlocked.Increment(ref passed);
    }
}
