using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Samples.WordCount;

/// <summary>Builds the host: the same code for every role, broker and store.</summary>
internal static class SampleHost
{
    public static IHost Build(SampleRole role)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        // Standard output is the result's.
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(role is SampleRole.Worker or SampleRole.Tracker
            ? LogLevel.Information
            : LogLevel.Warning);

        if (role is SampleRole.All or SampleRole.Producer)
            builder.Logging.AddFilter("MassTransit", LogLevel.Error);
        // What keeps the host from starting is told by SampleProgram, in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        builder.Services.AddMessaging(builder.Configuration, messaging =>
        {
            messaging.AddTasksFrom(typeof(SampleHost).Assembly);
            messaging.Configure(options =>
            {
                options.Roles ??= RolesOf(role);
                if (role == SampleRole.All)
                    options.Tracking.Store ??= "memory:";
            });
        });

        return builder.Build();
    }

    private static MessagingRoles RolesOf(SampleRole role) => role switch
    {
        SampleRole.Producer => MessagingRoles.Producer,
        SampleRole.Worker => MessagingRoles.Worker,
        SampleRole.Tracker => MessagingRoles.Tracker,
        _ => MessagingRoles.Worker | MessagingRoles.Tracker,
    };
}
