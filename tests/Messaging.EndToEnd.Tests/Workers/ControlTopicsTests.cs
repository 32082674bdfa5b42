using MassTransit;
using Messaging.Consumers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class ControlTopicsTests
{
    /// <summary>What any consumer of a worker's own consumes. Those that run tasks are generic.</summary>
    private static IEnumerable<Type> Messages =>
        from type in typeof(ControlConsumers).Assembly.GetTypes()
        where type is { IsAbstract: false, IsGenericTypeDefinition: false }
        from consumer in type.GetInterfaces()
        where consumer.IsGenericType && consumer.GetGenericTypeDefinition() == typeof(IConsumer<>)
        select consumer.GenericTypeArguments.Single();

    [TestCaseSource(nameof(Messages))]
    public async Task What_all_workers_are_told_goes_to_a_topic_of_their_prefix(Type message)
    {
        await using var host = MessagingHost.Build(Settings.InMemory().With(("Prefix", "shop-")), TestTasks.Add);
        var bus = host.Services.GetRequiredService<IBus>();

        Assert.That(bus.Topology.TryGetPublishAddress(message, out var address), Is.True);
        Assert.That(address!.AbsolutePath, Is.EqualTo($"/shop-Messaging.Contracts:{message.Name}"));
    }
}
