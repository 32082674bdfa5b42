using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Messaging.Consumers;

/// <summary>Registers the pools.</summary>
internal static class PoolServices
{
    /// <summary>Adds all of them; the settings say which one is made.</summary>
    public static void AddTaskPools(this IServiceCollection services)
    {
        services.TryAddSingleton<StuckTasks>();
        services.TryAddSingleton<AsyncPool>();
        services.TryAddSingleton<ThreadsPool>();
        services.TryAddSingleton(_ => ChildProgram.ThisOne());
        services.TryAddSingleton<ChildStarter>();
        services.TryAddSingleton<ProcessPool>();
        services.TryAddSingleton<ChildMemoryWatch>();
        services.TryAddSingleton<ITaskPool>(provider => provider.GetRequiredService<WorkerOptions>().Pool switch
        {
            PoolKind.Threads => provider.GetRequiredService<ThreadsPool>(),
            PoolKind.Processes => provider.GetRequiredService<ProcessPool>(),
            _ => provider.GetRequiredService<AsyncPool>(),
        });
        services.TryAddSingleton<WorkerPool>();
        services.TryAddSingleton<IWorkerPool>(provider => provider.GetRequiredService<WorkerPool>());
        services.TryAddSingleton<RecycleWatch>();
    }

    /// <summary>Makes a child process of this one. The host supplies <see cref="IChildBus"/>.</summary>
    public static void AddTaskChild(this IServiceCollection services)
    {
        services.AddSingleton<ChildConnection>();
        services.AddSingleton<ChildRuns>();
        services.AddSingleton<ChildEvents>();
        services.Replace(
            ServiceDescriptor.Singleton<ITaskEventSink>(provider => provider.GetRequiredService<ChildEvents>()));
        // Before all others, whose start must not begin, and one after the other.
        services.PostConfigure<HostOptions>(host => host.ServicesStartConcurrently = false);
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ChildHost>());
    }
}
