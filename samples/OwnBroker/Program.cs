using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Samples.OwnBroker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Run it with Messaging__Broker=rabbit://guest:guest@localhost and Messaging__Tracking__Store=memory:
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMessaging(builder.Configuration, messaging =>
{
    messaging.AddBroker(new PlainRabbitBrokerProvider());
    messaging.AddTask<GreetConsumer>();
    // One process plays all parts here.
    messaging.Configure(options => options.Roles = MessagingRoles.Worker | MessagingRoles.Tracker);
});

using var host = builder.Build();
await host.StartAsync();
var tasks = host.Services.GetRequiredService<ITaskClient>();
var greeting = await tasks.Send(new Greet("world"));
Console.WriteLine(await greeting.GetResult(TimeSpan.FromSeconds(30)));
await host.StopAsync();
