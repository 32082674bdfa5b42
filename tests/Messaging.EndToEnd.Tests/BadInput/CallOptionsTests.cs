using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.BadInput;

[TestFixture]
public sealed class CallOptionsTests
{
    private MessagingHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost() => host = await MessagingHost.Start(Settings.InMemory());

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public void A_soft_time_limit_above_the_hard_one_is_refused_when_the_task_is_sent() => Refuses(
        new TaskOptions { SoftTimeLimit = TimeSpan.FromSeconds(60), TimeLimit = TimeSpan.FromSeconds(30) },
        "SoftTimeLimit (00:01:00) is longer than TimeLimit (00:00:30), so it could never be reached. Make it the shorter "
        + "of the two.");

    [Test]
    public void Eta_and_countdown_together_are_refused() => Refuses(
        new TaskOptions { Eta = DateTimeOffset.UnixEpoch, Countdown = TimeSpan.FromSeconds(1) },
        "Eta and Countdown are both set. Give one of them.");

    [Test]
    public void A_time_beyond_the_year_9999_is_refused()
    {
        var late = Assert.ThrowsAsync<TaskOptionsException>(() => host.Tasks.Send(
            new Add(1, 1), new TaskOptions { Eta = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero) }));
        var endless = Assert.ThrowsAsync<TaskOptionsException>(() => host.Tasks.Send(
            new Add(1, 1), new TaskOptions { Countdown = TimeSpan.MaxValue }));

        Assert.Multiple(() =>
        {
            Assert.That(late!.Message, Does.Contain("Eta is 9999-12-31").And.Contain("Allowed: up to 9999-01-01"));
            Assert.That(endless!.Message, Does.Contain("Countdown is 10675199").And.Contain("9999-01-01"));
        });
    }

    [Test]
    public void A_priority_out_of_range_is_refused() => Refuses(
        new TaskOptions { Priority = 10 }, "Priority is 10. Allowed: 0 (lowest) to 9 (highest).");

    [Test]
    public void A_reserved_header_is_refused() => Refuses(
        new TaskOptions { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Task-Eta"] = "now" } },
        "Header 'Task-Eta' has a reserved prefix ('Task-' and 'MT-'). Choose another name.");

    [Test]
    public void Every_mistake_is_named_at_once() => Refuses(
        new TaskOptions { Queue = "a queue", MaxRetries = -1 },
        "Queue is 'a queue'. Allowed: 1 to 200 characters without white space. MaxRetries is -1. Allowed: 0 or more.");

    [Test]
    public void One_task_id_for_many_tasks_is_refused()
    {
        var options = new TaskOptions { TaskId = Guid.CreateVersion7() };

        var exception = Assert.ThrowsAsync<TaskOptionsException>(
            () => host.Tasks.SendMany([new Add(1, 1), new Add(2, 2)], options));

        Assert.That(exception!.Message, Does.Contain("would be the same for all of them"));
    }

    private void Refuses(TaskOptions options, string message)
    {
        var exception = Assert.ThrowsAsync<TaskOptionsException>(() => host.Tasks.Send(new Add(1, 1), options));

        Assert.That(exception!.Message, Is.EqualTo($"Task 'math.add' was not sent. {message}"));
    }
}
