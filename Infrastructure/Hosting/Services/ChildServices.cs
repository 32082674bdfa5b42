using MassTransit;
using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Hosting;

/// <summary>Registers what is different in a child process of the pool <c>Processes</c>.</summary>
internal static class ChildServices
{
    /// <summary>Called after all else. Whoever asks for a client is about to send something.</summary>
    public static void AddChildProcess(this IServiceCollection services)
    {
        services.AddTaskChild();
        services.AddSingleton<ChildBus>();
        services.AddSingleton<IChildBus>(provider => provider.GetRequiredService<ChildBus>());
        services.Replace(ServiceDescriptor.Scoped<ISendEndpointProvider>(
            provider => provider.GetRequiredService<ChildBus>()));
        services.Replace(ServiceDescriptor.Scoped<IPublishEndpoint>(
            provider => provider.GetRequiredService<ChildBus>().Begin()));
        services.AddSingleton<ITaskClient>(provider =>
        {
            provider.GetRequiredService<ChildBus>().Begin();
            return ActivatorUtilities.CreateInstance<TaskClient>(provider);
        });
        services.AddSingleton<ISchedules>(provider =>
        {
            provider.GetRequiredService<ChildBus>().Begin();
            return provider.GetRequiredService<Schedules>();
        });
    }
}
