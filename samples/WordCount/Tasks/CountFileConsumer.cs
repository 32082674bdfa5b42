using Messaging.Consumers;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tasks;

/// <summary>Runs <see cref="CountFile"/>.</summary>
public sealed class CountFileConsumer : ITaskConsumer<CountFile, FileCount>
{
    public Task<FileCount> Consume(TaskContext<CountFile> context) => FileCounter.Count(
        context.Message.Path,
        context.Message.Mode,
        (read, total) => context.ReportProgress(read, total),
        context.CancellationToken);
}
