using Messaging.Consumers;

namespace Messaging.TestHarness.Tests.Example;

/// <summary>Runs <see cref="BuildReport"/>.</summary>
public sealed class BuildReportConsumer(IArchive archive) : ITaskConsumer<BuildReport, int>
{
    public Task<int> Consume(TaskContext<BuildReport> context) =>
        Task.FromResult(archive.Numbers(context.Message.Year).Count / 50);
}
