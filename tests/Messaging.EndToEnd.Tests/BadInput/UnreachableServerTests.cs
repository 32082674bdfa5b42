using System.Diagnostics;
using Messaging.Producers;
using Messaging.StateMachines;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.EndToEnd.Tests.BadInput;

[TestFixture]
public sealed class UnreachableServerTests
{
    // Nobody listens there, and the kernel gives it to no client, whose attempt to connect would then meet itself.
    private const int UnusedPort = 1;

    [Test]
    public async Task A_send_to_an_unreachable_broker_fails_after_its_retries_and_names_the_broker()
    {
        await using var host = await MessagingHost.Start(Settings.InMemory().With(
            ("Broker", $"amqp://app:secret@127.0.0.1:{UnusedPort}"), ("Producer:SendTimeout", "00:05:00")));
        var started = Stopwatch.GetTimestamp();

        var taskId = Guid.CreateVersion7();
        var exception = Assert.ThrowsAsync<BrokerUnreachableException>(
            () => host.Tasks.Send(new Add(1, 1), new TaskOptions { TaskId = taskId }))!;

        Assert.That(exception.Message, Is.EqualTo(
            $"Task {taskId} (math.add) for queue 'default' was not confirmed by the broker "
            + $"amqp://app@127.0.0.1:{UnusedPort}: Connection refused. Check that the broker runs and that Messaging:Broker names it."));
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromMinutes(1)), "not by its deadline");
    }

    [Test]
    public async Task Sending_many_to_an_unreachable_broker_tells_how_many_were_not_sent()
    {
        await using var host = await MessagingHost.Start(Settings.InMemory().With(
            ("Broker", $"amqp://127.0.0.1:{UnusedPort}")));

        var exception = Assert.ThrowsAsync<SendManyException>(
            () => host.Tasks.SendMany(Enumerable.Repeat(new Add(1, 1), 2_500)))!;

        Assert.That(exception.Sent, Is.Empty);
        Assert.That(exception.Failed, Is.EqualTo(1_000));
        Assert.That(exception.Message, Does.StartWith(
            "1,000 of 1,000 tasks were not confirmed by the broker, and any after them were not tried."));
    }

    [Test]
    public async Task A_query_over_an_unreachable_broker_says_that_the_broker_is_the_reason()
    {
        await using var host = await MessagingHost.Start(Settings.InMemory().With(
            ("Broker", $"amqp://127.0.0.1:{UnusedPort}"), ("Producer:QueryTimeout", "00:00:00.1")),
            services: services => services.AddSingleton<TimeProvider>(new ScaledTime(0.1)));

        var exception = Assert.ThrowsAsync<TimeoutException>(() => host.Tasks.Get(Guid.CreateVersion7()).GetStatus());

        Assert.That(exception!.Message, Is.EqualTo(
            $"No tracker answered GetTaskStatus on queue 'messaging-queries' of the broker "
            + $"amqp://guest@127.0.0.1:{UnusedPort} within 00:00:00.1000000. The broker cannot be reached: Connection refused."));
    }

    [Test]
    public async Task A_process_whose_broker_is_unreachable_logs_it_and_is_unhealthy()
    {
        await using var host = await MessagingHost.Start(Settings.InMemory().With(
            ("Broker", $"amqp://127.0.0.1:{UnusedPort}")));

        await host.Log.WaitFor(
            $"The broker amqp://guest@127.0.0.1:{UnusedPort} cannot be reached: Connection refused. This process goes on "
            + "trying. Check that the broker runs and that Messaging:Broker names it.");
        await Eventually.Get(
            () => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(),
            health => health.Status == HealthStatus.Unhealthy);
    }

    [Test]
    public async Task A_wrong_password_is_told_from_a_dead_broker()
    {
        var broker = new UriBuilder(TestServers.Amqp) { Password = "wrong" };
        await using var host = await MessagingHost.Start(Settings.InMemory().With(("Broker", broker.Uri.ToString())));

        var exception = Assert.ThrowsAsync<BrokerUnreachableException>(() => host.Tasks.Send(new Add(1, 1)));

        Assert.That(exception!.Message, Does.Contain("ACCESS_REFUSED").And.Not.Contain("wrong"));
    }

    [Test]
    public async Task A_tracker_whose_database_is_unreachable_says_so_and_gives_up_in_the_end()
    {
        var clock = new LaterTime();
        await using var host = MessagingHost.Build(Settings.InMemory().With(
            ("Roles", "Tracker"),
            ("Tracking:Store", $"postgres://app:secret@127.0.0.1:{UnusedPort}/messaging"),
            ("Tracking:StartTimeout", "01:00:00")),
            services: services => services.AddSingleton<TimeProvider>(clock));

        var starting = host.Start();
        var message = $"The database postgres://app@127.0.0.1:{UnusedPort}/messaging cannot be used: Connection refused. "
            + "Check that PostgreSQL runs there and that Messaging:Tracking:Store names it.";
        await host.Log.WaitFor($"The tracker cannot start yet: {message}");
        clock.Advance(TimeSpan.FromHours(1));

        var exception = Assert.ThrowsAsync<TaskStoreUnavailableException>(() => starting);
        Assert.That(exception!.Message, Is.EqualTo(message));
    }

    [Test]
    public async Task A_tracker_whose_database_refuses_it_gives_up_at_once()
    {
        var store = new UriBuilder(TestServers.Postgres) { Password = "wrong" };
        await using var host = MessagingHost.Build(Settings.InMemory().With(
            ("Roles", "Tracker"), ("Tracking:Store", store.Uri.ToString())));

        var exception = Assert.ThrowsAsync<TaskStoreRefusedException>(host.Start);

        Assert.That(exception!.Message, Does.StartWith("The database postgres://app@127.0.0.1:")
            .And.Contain("password authentication failed for user \"app\" (28P01). Check user and password, and the "
            + "server's pg_hba.conf. It is set by Messaging:Tracking:Store."));
    }
}
