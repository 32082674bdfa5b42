using Messaging.EndToEnd.Tests.Processes;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class KilledProcessTests
{
    private ThreeProcesses job = null!;

    [SetUp]
    public void MakeJob() => job = new ThreeProcesses(TestServers.Amqp, TestServers.Postgres);

    [TearDown]
    public void EndJob() => job.Dispose();

    [Test]
    public async Task Every_task_succeeds_when_the_worker_is_killed_in_the_middle_and_started_again()
    {
        await job.Start("Tracker");
        var worker = await job.Start("Worker");
        job.StartProducer();
        await job.IsInTheMiddle();

        await worker.Kill();
        await job.Start("Worker");

        await job.JobIsDoneAndExact();
    }

    [Test]
    public async Task Every_task_succeeds_when_the_tracker_is_killed_in_the_middle_and_started_again()
    {
        var tracker = await job.Start("Tracker");
        await job.Start("Worker");
        job.StartProducer();
        await job.IsInTheMiddle();

        await tracker.Kill();
        await job.Start("Tracker");

        await job.JobIsDoneAndExact();
    }

    [Test]
    public async Task A_worker_and_a_tracker_that_are_asked_to_end_do_so_and_lose_nothing()
    {
        var tracker = await job.Start("Tracker");
        var worker = await job.Start("Worker");
        job.StartProducer();
        await job.IsInTheMiddle();

        Assert.That(await worker.Terminate(), Is.Zero, () => worker.Errors);
        Assert.That(await tracker.Terminate(), Is.Zero, () => tracker.Errors);
        await job.Start("Worker");
        await job.Start("Tracker");

        await job.JobIsDoneAndExact();
    }

    [Test]
    public async Task A_producer_may_come_before_any_worker_and_tracker_on_a_fresh_broker()
    {
        job.StartProducer();
        await job.Start("Worker");
        await job.Start("Tracker");

        await job.JobIsDoneAndExact();
    }
}
