using Messaging.EndToEnd.Tests.Processes;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class DatabaseOutageTests
{
    private PrivateServer database = null!;
    private ThreeProcesses job = null!;

    [SetUp]
    public async Task StartDatabase()
    {
        database = await PrivateServer.Start("postgres.sh");
        job = new ThreeProcesses(TestServers.Amqp, $"postgres://app:app@127.0.0.1:{database.Port}/messaging");
    }

    [TearDown]
    public async Task StopDatabase()
    {
        job.Dispose();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Every_task_succeeds_when_the_database_is_killed_in_the_middle_and_started_again()
    {
        var tracker = await job.Start("Tracker");
        await job.Start("Worker");
        job.StartProducer();
        await job.IsInTheMiddle();

        await database.Kill();
        await Eventually.Get(
            () => Task.FromResult(tracker.Errors),
            errors => errors.Contains("Tracking stands still: The database", StringComparison.Ordinal));
        await database.Start();

        await job.JobIsDoneAndExact();
        await Eventually.Get(
            () => Task.FromResult(tracker.Errors),
            errors => errors.Contains("The task store answers again; tracking goes on.", StringComparison.Ordinal));
    }
}
