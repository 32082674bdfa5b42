using Messaging.StoppingWorker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A worker as an application has it, to be stopped by signals.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddMessaging(builder.Configuration, messaging => messaging.AddTask<SleepConsumer>());
await builder.Build().RunAsync();
