using Messaging.PoolWorker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A worker of its own, and what the tests' workers start as their children. Settings come as arguments.
if (args.Contains("--fail"))
{
    await Console.Error.WriteLineAsync("The program refuses to start, as the test wants it.");
    Environment.Exit(3);
}

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
    console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddMessaging(builder.Configuration, PoolTasks.Add);
builder.Services.AddHostedService<NotInChildren>();
await builder.Build().RunAsync();
