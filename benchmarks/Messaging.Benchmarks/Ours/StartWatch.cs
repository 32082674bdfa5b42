using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>Notes when the one task that is under way is started.</summary>
internal sealed class StartWatch
{
    private TaskCompletionSource<long> started = New();

    /// <summary>Begins to wait for the next task.</summary>
    /// <returns>Its start, by <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public Task<long> Next()
    {
        started = New();
        return started.Task;
    }

    public void Signal() => started.TrySetResult(Stopwatch.GetTimestamp());

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
