using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Two applications with prefixes of their own share a broker.</summary>
[TestFixture]
public sealed class PrefixTests
{
    [Test]
    public async Task Workers_of_another_prefix_are_told_nothing()
    {
        var all = ("Roles", "Producer, Worker, Tracker");
        await using var one = await MessagingHost.Start(Settings.RabbitMqAndPostgres().With(all), TestTasks.Add);
        await using var other = await MessagingHost.Start(Settings.RabbitMqAndPostgres().With(all), TestTasks.Add);
        await Eventually.Get(() => Control(one).Ping(), ping => ping is { IsComplete: true, Known: 1 });

        var paused = await Control(one).PauseQueue("default", Patient.All.Timeout);
        // In the control queue of the other worker this comes after what all were told.
        var queues = await Eventually.Get(
            () => Control(other).Queues(), answer => answer.IsComplete && answer.Answers.Count == 1);

        Assert.That(StateOf(paused), Is.EqualTo(WorkerQueueState.Paused));
        Assert.That(StateOf(queues), Is.Not.EqualTo(WorkerQueueState.Paused));
    }

    private static IWorkerControl Control(MessagingHost host) => host.Services.GetRequiredService<IWorkerControl>();

    private static WorkerQueueState StateOf(ControlResult<IReadOnlyList<WorkerQueue>> result) =>
        result.Answers.Single().Value.Single(queue => queue.Name.EndsWith("default", StringComparison.Ordinal)).State;
}
