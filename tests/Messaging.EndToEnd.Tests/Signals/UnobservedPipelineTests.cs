using System.Text.Json;
using MassTransit;
using Messaging.Consumers;
using Messaging.Hosting;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Signals;

[TestFixture]
public sealed class UnobservedPipelineTests
{
    [Test]
    public async Task Only_tasks_that_somebody_watches_pass_a_filter_for_it()
    {
        Assert.That(await FiltersFor(messaging => messaging.AddTask<AddConsumer>()), Is.Zero);
        Assert.That(
            await FiltersFor(messaging => messaging.AddTask<AddConsumer>().AddObserver<Witness>()), Is.EqualTo(1));
        Assert.That(
            await FiltersFor(messaging =>
            {
                messaging.AddTask<AddConsumer>().AddTask<DecideConsumer>();
                messaging.ConfigureMassTransit(bus => bus.AddSingleton<Witness>());
            }),
            Is.EqualTo(1),
            "callbacks are one consumer's own");
    }

    private static async Task<int> FiltersFor(Action<IMessagingBuilder> configure)
    {
        await using var host = await MessagingHost.Start(Settings.InMemory(), configure);
        var probe = host.Services.GetRequiredService<IBusControl>().GetProbeResult();
        var filters = JsonSerializer.Serialize(probe.Results);
        Assert.That(filters, Does.Contain("task-lifecycle"));
        return filters.Split("\"task-observation\"").Length - 1;
    }
}
