using Messaging.Consumers;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Signals;

[TestFixture]
public sealed class ObserverRegistrationTests
{
    [Test]
    public void A_class_that_observes_nothing_is_refused_by_name()
    {
        var refused = Assert.Throws<ArgumentException>(() => MessagingHost.Build(
            Settings.InMemory(), messaging => messaging.AddObserver<object>()))!;

        Assert.That(refused.Message, Does.StartWith(
            "System.Object is no observer. Let it implement ITaskObserver to watch the tasks that this process runs, "
            + "ITaskSendObserver to watch those that it sends, or both."));
    }

    [Test]
    public async Task A_host_does_not_start_with_an_observer_that_cannot_be_made()
    {
        await using var host = MessagingHost.Build(
            Settings.InMemory(), messaging => messaging.AddTask<AddConsumer>().AddObserver<NeedsMore>());

        var refused = Assert.ThrowsAsync<InvalidOperationException>(host.Start)!;

        Assert.That(refused.Message, Does.Contain(nameof(NeedsMore)).And.Contains(nameof(IFormatProvider)));
    }

    [Test]
    public async Task A_task_that_could_not_be_sent_is_told_of()
    {
        var settings = Settings.InMemory().With(("Broker", "amqp://nobody:nothing@127.0.0.1:1"), ("Roles", "Producer"));
        await using var host = MessagingHost.Build(settings, messaging => messaging.AddObserver<Witness>());
        await host.Start();
        var (one, witness) = (Guid.CreateVersion7(), host.Services.GetRequiredService<Witness>());

        Assert.ThrowsAsync<BrokerUnreachableException>(
            () => host.Tasks.Send(new Add(1, 1), new TaskOptions { TaskId = one }));

        Assert.That(witness.SendsOf(one), Is.EqualTo(["Sending", "SendFailed BrokerUnreachableException"]));
    }

    private sealed class NeedsMore(IFormatProvider missing) : ITaskObserver
    {
        public ValueTask Received(ObservedTask task, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(missing);
            return ValueTask.CompletedTask;
        }
    }
}
