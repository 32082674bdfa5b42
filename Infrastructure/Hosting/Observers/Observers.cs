using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Hosting;

/// <summary>Registers observers, each by the interfaces that it implements.</summary>
internal static class Observers
{
    public static void Add(IServiceCollection services, Type observer)
    {
        var watchesTasks = observer.IsAssignableTo(typeof(ITaskObserver));
        var watchesSends = observer.IsAssignableTo(typeof(ITaskSendObserver));
        if (!watchesTasks && !watchesSends)
        {
            throw new ArgumentException(
                $"{observer.FullName} is no observer. Let it implement ITaskObserver to watch the tasks that this "
                + "process runs, ITaskSendObserver to watch those that it sends, or both.",
                nameof(observer));
        }

        services.TryAddSingleton(observer);
        if (watchesTasks)
            services.AddSingleton(new TaskObserverType(observer));
        if (watchesSends)
            services.AddSingleton(new TaskSendObserverType(observer));
    }
}
