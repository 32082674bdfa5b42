using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class RetryStormTests
{
    private const int Tasks = 20_000;

    [Test]
    public async Task Twenty_thousand_tasks_that_fail_twice_all_succeed_in_exactly_three_attempts()
    {
        await using var host = await MessagingHost.Start(
            Settings.RabbitMqAndPostgres().With(
                ("Roles", "Worker, Tracker"), ("Worker:Concurrency", "64"), ("Producer:QueryTimeout", "00:01:00")),
            messaging =>
            {
                messaging.AddTask<FailThenLaterConsumer>(
                    policy => policy.Retry(2, Backoff.Exponential(TimeSpan.FromSeconds(2))));
                TestTasks.Add(messaging);
            });

        await host.Tasks.SendMany(Enumerable.Range(0, Tasks).Select(number => new FailThenLater($"{number}", 2)));

        await Eventually.Get(
            () => host.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault("Succeeded") == Tasks,
            TimeSpan.FromMinutes(4));
        var (count, attempts) = (0, new HashSet<int>());
        await foreach (var task in host.Tasks.List(new ListTasks { PageSize = 1_000, Filter = new TaskFilter() }))
        {
            count++;
            attempts.Add(task.Attempt);
        }

        Assert.That(count, Is.EqualTo(Tasks));
        Assert.That(attempts, Is.EqualTo(new[] { 3 }));
    }
}
