using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Hosting;

/// <summary>Registers observers, each by the interfaces that it implements.</summary>
internal static class Observers
{
    public static void Add<TObserver>(IServiceCollection services)
        where TObserver : class
    {
        var type = typeof(TObserver);
        var watchesTasks = typeof(ITaskObserver).IsAssignableFrom(type);
        var watchesSends = typeof(ITaskSendObserver).IsAssignableFrom(type);
        if (!watchesTasks && !watchesSends)
        {
            throw new ArgumentException(
                $"{type.FullName} is no observer. Let it implement ITaskObserver to watch the tasks that this process "
                + "runs, ITaskSendObserver to watch those that it sends, or both.");
        }

        services.TryAddSingleton<TObserver>();
        if (watchesTasks)
            services.AddSingleton(new TaskObserverType(type));
        if (watchesSends)
            services.AddSingleton(new TaskSendObserverType(type));
    }
}
