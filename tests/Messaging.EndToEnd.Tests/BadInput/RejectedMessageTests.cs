using System.Text;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using RabbitMQ.Client;

namespace Messaging.EndToEnd.Tests.BadInput;

[TestFixture]
public sealed class RejectedMessageTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;
    private string queue = null!;

    [SetUp]
    public async Task StartHost()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Worker, Tracker"));
        queue = settings["Messaging:Prefix"] + "default";
        host = await MessagingHost.Start(settings, messaging => messaging.AddTask<AddConsumer>());
    }

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_message_of_an_unregistered_task_is_rejected_and_kept_and_the_error_names_what_is_registered()
    {
        var task = await host.Tasks.Send(new Unregistered(7));

        var status = await task.Wait(Soon);

        Assert.That(status.State, Is.EqualTo(TaskState.Rejected));
        Assert.That(status.Error!.Message, Is.EqualTo(
            $"No consumer is registered for task 'math.ad' on queue '{queue}'. Registered here: 'math.add'. Did you mean "
            + "'math.add'? Register it with AddTask<…>() or route it elsewhere under Messaging:Routes."));
        await using var dead = await RabbitMqQueue.Open($"{queue}_skipped");
        var kept = await Eventually.Get(dead.Take, message => message is not null);
        Assert.That(Encoding.UTF8.GetString(kept!.Body.Span), Does.Contain("\"x\":7"));
    }

    [Test]
    public async Task A_body_that_is_not_json_is_rejected_and_kept_and_the_error_says_so()
    {
        var taskId = Guid.CreateVersion7();
        await Ready();
        await using (var raw = await RabbitMqQueue.Open(queue))
        {
            await raw.Put(Encoding.UTF8.GetBytes("certainly not json"), new BasicProperties
            {
                MessageId = taskId.ToString(),
                ContentType = "application/vnd.masstransit+json",
            });
        }

        var status = await host.Tasks.Get(taskId).Wait(Soon);

        Assert.That(status.State, Is.EqualTo(TaskState.Rejected));
        Assert.That(status.Error!.Message, Does
            .StartWith($"A message on queue '{queue}' cannot be read as a task: An error occured while deserializing the "
                + "message envelope: 'c' is an invalid start of a value.")
            .And.EndsWith("Send tasks through ITaskClient or MassTransit, with the same contract on both sides. The "
                + $"message is kept in '{queue}_error'."));
        await using var dead = await RabbitMqQueue.Open($"{queue}_error");
        var kept = await Eventually.Get(dead.Take, message => message is not null);
        Assert.That(Encoding.UTF8.GetString(kept!.Body.Span), Is.EqualTo("certainly not json"));
    }

    [Test]
    public async Task A_body_without_any_id_is_kept_and_logged()
    {
        await Ready();
        await using (var raw = await RabbitMqQueue.Open(queue))
            await raw.Put(ReadOnlyMemory<byte>.Empty, new BasicProperties());

        await host.Log.WaitFor($"A rejected message on queue {queue} has no readable id");
        await using var dead = await RabbitMqQueue.Open($"{queue}_error");
        await Eventually.Get(dead.Take, message => message is not null);
    }

    [Test]
    public async Task A_failed_task_is_kept_in_the_error_queue()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Worker, Tracker"));
        await using var failing = await MessagingHost.Start(
            settings, messaging => messaging.AddTask<FailTimesConsumer>());
        var task = await failing.Tasks.Send(new FailTimes(Guid.NewGuid().ToString("N"), 9));

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));

        await using var dead = await RabbitMqQueue.Open($"{settings["Messaging:Prefix"]}default_error");
        var kept = await Eventually.Get(dead.Take, message => message is not null);
        Assert.That(kept!.BasicProperties.MessageId, Is.EqualTo(task.TaskId.ToString()));
    }

    /// <summary>The worker has declared its queue once it has run something.</summary>
    private async Task Ready() => await (await host.Tasks.Send(new Add(1, 1))).GetResult(Soon);
}
