using Messaging.EndToEnd.Tests.Processes;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class BrokerOutageTests
{
    private PrivateServer broker = null!;
    private ThreeProcesses job = null!;

    [SetUp]
    public async Task StartBroker()
    {
        broker = await PrivateServer.Start("rabbitmq.sh");
        job = new ThreeProcesses($"amqp://guest:guest@127.0.0.1:{broker.Port}", TestServers.Postgres);
    }

    [TearDown]
    public async Task StopBroker()
    {
        job.Dispose();
        await broker.DisposeAsync();
    }

    [Test]
    public async Task Every_task_succeeds_when_the_broker_is_away_for_twenty_seconds_and_no_process_is_restarted()
    {
        await job.Start("Tracker");
        await job.Start("Worker");
        job.StartProducer();
        await job.IsInTheMiddle();

        await broker.Stop();
        // The outage itself is what is tested.
        await Task.Delay(TimeSpan.FromSeconds(20));
        await broker.Start();

        await job.JobIsDoneAndExact();
    }

    [Test]
    public async Task Every_task_succeeds_when_the_broker_is_killed_in_the_middle_and_started_again()
    {
        await job.Start("Tracker");
        await job.Start("Worker");
        job.StartProducer();
        await job.IsInTheMiddle();

        await broker.Kill();
        await broker.Start();

        await job.JobIsDoneAndExact();
    }
}
