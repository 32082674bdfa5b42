using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>Notes the moment when the last of so many has come.</summary>
internal sealed class Countdown(int count)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<long> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int done;

    public void Signal()
    {
        if (Interlocked.Increment(ref done) == count)
            ended.TrySetResult(Stopwatch.GetTimestamp());
    }

    /// <summary>Waits for the last one.</summary>
    /// <returns>The moment, by <see cref="Stopwatch.GetTimestamp"/>.</returns>
    /// <exception cref="BenchmarkFailedException">None has come for a long time.</exception>
    public async Task<long> Wait(CancellationToken cancellationToken)
    {
        var stall = new Stall("messages");
        while (await Task.WhenAny(ended.Task, Task.Delay(Look, cancellationToken)) != ended.Task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stall.Check(Volatile.Read(ref done), count);
        }

        return await ended.Task;
    }
}
