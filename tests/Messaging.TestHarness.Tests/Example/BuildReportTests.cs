using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.TestHarness;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.TestHarness.Tests.Example;

public sealed class BuildReportTests
{
    [Test]
    public async Task A_report_is_built_an_hour_later_when_the_archive_is_away()
    {
        await using var harness = await MessagingTestHarness.Start(
            messaging => messaging.AddTask<BuildReportConsumer>(
                policy => policy.Retry(3, Backoff.Fixed(TimeSpan.FromHours(1)))),
            services => services.AddSingleton<IArchive, ArchiveThatIsAwayAtFirst>());

        var report = await harness.Tasks.Send(new BuildReport(2025));
        await harness.Advance(TimeSpan.FromHours(1));

        Assert.That(await report.GetResult(TimeSpan.FromSeconds(30)), Is.EqualTo(12));
        Assert.That(
            harness.Ran<BuildReport>().Select(run => run.Outcome),
            Is.EqualTo([TaskState.Retrying, TaskState.Succeeded]));
    }

    [Test]
    public async Task A_report_fails_with_the_archives_own_exception()
    {
        await using var harness = await MessagingTestHarness.Start(
            messaging => messaging.AddTask<BuildReportConsumer>(),
            services => services.AddSingleton<IArchive, ArchiveThatIsAwayAtFirst>());

        var report = await harness.Tasks.Send(new BuildReport(2025));

        var failure = Assert.ThrowsAsync<TaskFailedException>(() => report.GetResult(TimeSpan.FromSeconds(30)));
        Assert.That(failure!.InnerException, Is.TypeOf<TimeoutException>());
    }
}
