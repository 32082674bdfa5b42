using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>Tasks that are delayed and retried while something is away that the scheduler needs.</summary>
[TestFixture]
public sealed class ScheduleOutageTests
{
    private const int Tasks = 200;

    [Test]
    public async Task What_is_delayed_and_retried_while_the_database_is_away_arrives_when_it_is_back()
    {
        await using var database = await PrivateServer.Start("postgres.sh");
        await using var host = await MessagingHost.Start(
            Settings.RabbitMqAndPostgres().With(
                ("Roles", "Worker, Tracker"),
                ("Tracking:Store", $"postgres://app:app@127.0.0.1:{database.Port}/messaging")),
            TestTasks.Add);
        var before = await SendSome(host.Tasks, TimeSpan.FromSeconds(3));

        await database.Kill();
        await host.Log.WaitFor("Scheduled messages are not sent: The database");
        var meanwhile = await SendSome(host.Tasks, TimeSpan.FromSeconds(1));
        await host.Log.WaitFor("Nothing can be scheduled: The database");
        // The outage itself is what is tested; all of it falls due meanwhile.
        await Task.Delay(TimeSpan.FromSeconds(30));
        await database.Start();

        await AllSucceed(before.Concat(meanwhile));
        Assert.That(
            host.Log.All.Count(line => line.Contains("Scheduled messages are not sent", StringComparison.Ordinal)),
            Is.LessThan(10));
    }

    [Test]
    public async Task What_is_delayed_and_retried_while_the_broker_is_away_arrives_when_it_is_back()
    {
        await using var broker = await PrivateServer.Start("rabbitmq.sh");
        await using var host = await MessagingHost.Start(
            Settings.RabbitMqAndPostgres().With(
                ("Roles", "Worker, Tracker"), ("Broker", $"amqp://guest:guest@127.0.0.1:{broker.Port}")),
            TestTasks.Add);
        // Half of them are due while the broker is away; the others are seen waiting even if this test stands still.
        var tasks = new List<TaskHandle>();
        foreach (var delay in new[] { TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(16) })
        {
            tasks.AddRange(await host.Tasks.SendMany(Enumerable.Range(0, Tasks / 2).Select(
                number => new AskAgain($"{number}", 1, delay, IsSnooze: false))));
            tasks.AddRange(await host.Tasks.SendMany(
                Enumerable.Range(0, Tasks / 2).Select(number => new Add(number, 1)),
                new TaskOptions { Countdown = delay }));
        }

        await Eventually.Get(
            () => host.Tasks.Count(new CountTasks()),
            counts => counts.States.Values.Sum() == 2 * Tasks
                && counts.States.GetValueOrDefault("Scheduled") >= Tasks / 2
                && counts.States.GetValueOrDefault("Retrying") > 0);

        await broker.Kill();
        await host.Log.WaitFor("Scheduled messages are not sent, since the broker cannot be used");
        await broker.Start();

        await AllSucceed(tasks);
    }

    [Test]
    public async Task What_is_delayed_while_no_tracker_runs_waits_in_its_queue()
    {
        var settings = Settings.RabbitMqAndPostgres();
        await using var worker = await MessagingHost.Start(settings.With(("Roles", "Worker")), TestTasks.Add);
        var tasks = await SendSome(worker.Tasks, TimeSpan.FromSeconds(1));

        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));

        await AllSucceed(tasks);
    }

    /// <summary>Half of them delayed, half of them failing twice.</summary>
    private static async Task<List<TaskHandle>> SendSome(ITaskClient client, TimeSpan countdown) =>
    [
        .. await client.SendMany(
            Enumerable.Range(0, Tasks).Select(number => (ITask)new Add(number, 1)),
            new TaskOptions { Countdown = countdown }),
        .. await client.SendMany(Enumerable.Range(0, Tasks).Select(number => (ITask)new FailThenLater($"{number}", 2))),
    ];

    private static async Task AllSucceed(IEnumerable<TaskHandle> tasks)
    {
        foreach (var task in tasks)
        {
            // Of an earlier attempt it may be heard later than of the end.
            var ended = await Eventually.Get(
                () => task.Wait(TimeSpan.FromSeconds(90)),
                ended => ended.Attempts.DistinctBy(attempt => attempt.Number).Count() >= AttemptsOf(ended));
            Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded));
            Assert.That(
                ended.Attempts.Select(attempt => attempt.Number).Distinct(),
                Is.EqualTo(Enumerable.Range(1, AttemptsOf(ended))));
        }
    }

    private static int AttemptsOf(TaskStatus task) => task.Name switch
    {
        "test.later" => 3,
        "test.again" => 2,
        _ => 1,
    };
}
