using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.TestHarness.Tests;

public sealed class WholeApplicationTests
{
    private static readonly Dictionary<string, string?> Production = new(StringComparer.Ordinal)
    {
        ["Messaging:Broker"] = "amqp://nobody:nothing@127.0.0.1:1",
        ["Messaging:Tracking:Store"] = "postgres://nobody:nothing@127.0.0.1:1/nothing",
        ["Messaging:Roles"] = "Worker",
        ["Messaging:Routes:math.*"] = "numbers",
    };

    [Test]
    public async Task An_application_runs_without_its_servers_and_by_the_clock_of_the_test()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(Production);
        builder.Services.AddMessaging(builder.Configuration, messaging => messaging.AddTask<AddConsumer>());
        builder.Services.AddMessagingTestHarness();
        using var application = builder.Build();
        await application.StartAsync();
        var harness = application.Services.GetRequiredService<MessagingTestHarness>();

        var task = await harness.Tasks.Send(new Add(4, 4), new TaskOptions { Countdown = TimeSpan.FromDays(1) });
        await harness.RunUntilIdle();

        Assert.That(await task.GetResult(Eventually.Deadline), Is.EqualTo(8));
        Assert.That(harness.Sent<Add>().Single().Queue, Is.EqualTo("numbers"));
        Assert.That(application.Services.GetRequiredService<TimeProvider>(), Is.SameAs(harness.Clock));
        await application.StopAsync();
    }

    [Test]
    public void Tasks_are_registered_in_one_place()
    {
        var services = new ServiceCollection();
        services.AddMessaging(new ConfigurationBuilder().Build());

        var refused = Assert.Throws<ArgumentException>(() => services.AddMessagingTestHarness(_ => { }))!;

        Assert.That(refused.Message, Does.StartWith("AddMessaging has been called on these services already. "));
    }
}
