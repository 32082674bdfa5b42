using System.Diagnostics;
using Messaging.Consumers;

namespace Messaging.TestWorker;

/// <summary>Runs the tasks that take a while.</summary>
public sealed class SleepConsumer
    : ITaskConsumer<Sleep, int>, ITaskConsumer<SleepOnce, int>, ITaskConsumer<SleepOrFail, int>,
        ITaskConsumer<SleepDeaf, int>
{
    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<Sleep> context) => For(context.Message.Time, context.CancellationToken);

    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<SleepOnce> context) => For(context.Message.Time, context.CancellationToken);

    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<SleepOrFail> context) => For(context.Message.Time, context.CancellationToken);

    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<SleepDeaf> context) => For(context.Message.Time, CancellationToken.None);

    private static async Task<int> For(TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.Delay(time, cancellationToken);
        return Environment.ProcessId;
    }
}

/// <summary>Runs <see cref="WaitForFile"/>.</summary>
public sealed class WaitForFileConsumer : ITaskConsumer<WaitForFile, int>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public async Task<int> Consume(TaskContext<WaitForFile> context)
    {
        while (!File.Exists(context.Message.Path))
            await Task.Delay(Pause, context.CancellationToken);

        return Environment.ProcessId;
    }
}

/// <summary>Runs <see cref="KillWorker"/>.</summary>
public sealed class KillWorkerConsumer : ITaskConsumer<KillWorker>
{
    /// <inheritdoc/>
    public async Task Consume(TaskContext<KillWorker> context)
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
    }
}
