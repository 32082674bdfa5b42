using MassTransit;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class DeadLetterQueueTests
{
    [Test]
    public async Task A_dead_letter_queue_that_cannot_be_connected_is_tried_again_and_holds_no_other_up()
    {
        var settings = Settings.RabbitMqAndPostgres();
        var prefix = settings["Messaging:Prefix"];
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        // Somebody has the queue of failed tasks already, for a moment.
        var connector = tracker.Services.GetRequiredService<IReceiveEndpointConnector>();
        var broker = tracker.Services.GetRequiredService<Messaging.Hosting.IBroker>();
        var taken = connector.ConnectReceiveEndpoint($"{prefix}late_error", (_, endpoint) =>
        {
            broker.ConfigureQueue(endpoint);
            endpoint.ConfigureConsumeTopology = false;
        });
        await taken.Ready;
        await using var worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Queues:0", "late"), ("Worker:Queues:1", "other")), TestTasks.Add);

        await Fail("late");
        await tracker.Log.WaitFor($"does not take the dead letters of queue {prefix}late");
        await taken.StopAsync();

        // A new queue has the trackers look at once.
        Assert.That(await Kept(await Fail("other")), Is.EqualTo("other"));
        Assert.That(await Kept(await Fail("late")), Is.EqualTo("late"));

        async Task<TaskHandle> Fail(string queue)
        {
            var task = await tracker.Tasks.Send(
                new SayText(queue, Fails: true), new TaskOptions { Queue = queue, MaxRetries = 0 });
            await task.Wait(Eventually.Deadline);
            return task;
        }

        async Task<string?> Kept(TaskHandle task) => (await tracker.DeadLetter(task.TaskId)).Letter.ErrorMessage;
    }
}
