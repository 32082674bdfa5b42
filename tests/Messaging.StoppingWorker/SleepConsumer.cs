using Messaging.Consumers;

namespace Messaging.StoppingWorker;

/// <summary>Runs <see cref="Sleep"/>; a deaf one does not observe its cancellation.</summary>
public sealed class SleepConsumer : ITaskConsumer<Sleep, int>
{
    /// <inheritdoc/>
    public async Task<int> Consume(TaskContext<Sleep> context)
    {
        await Task.Delay(
            context.Message.Time, context.Message.IsDeaf ? CancellationToken.None : context.CancellationToken);
        return Environment.ProcessId;
    }
}
