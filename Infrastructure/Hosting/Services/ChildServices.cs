using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;

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
