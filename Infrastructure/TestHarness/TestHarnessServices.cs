using Messaging.Hosting;
using Messaging.Producers;
using Messaging.TestHarness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts Messaging into the host of a test.</summary>
public static class TestHarnessServices
{
    /// <summary>
    /// Runs tasks in the process of the test, through the pipeline that they always go through: retries, limits,
    /// filters, observers. No broker and no database is needed, and the clock (<see cref="TimeProvider"/>, and
    /// <see cref="MessagingTestHarness.Clock"/>) is moved by the test. <see cref="MessagingTestHarness"/> is added to the
    /// services.
    /// <para>
    /// On services that have <c>AddMessaging</c> already, as in the test of a whole application, it takes the place of
    /// their broker, store, roles and clock; call it last then.
    /// </para>
    /// </summary>
    /// <param name="services">The services of a host.</param>
    /// <param name="configure">
    /// Registers tasks, as for <c>AddMessaging</c>; not for services that have that already.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is something to configure, and the services have <c>AddMessaging</c> already.
    /// </exception>
    public static IServiceCollection AddMessagingTestHarness(
        this IServiceCollection services, Action<IMessagingBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var isAdded = services.Any(service => service.ServiceType == typeof(ITaskClient));
        if (isAdded && configure is not null)
        {
            throw new ArgumentException(
                "AddMessaging has been called on these services already. Register tasks there and call "
                + "AddMessagingTestHarness without arguments, or leave AddMessaging out.",
                nameof(configure));
        }

        // Before what the test says itself, after what an application says.
        services.PostConfigure<MessagingOptions>(HarnessDefaults.Apply);
        if (!isAdded)
            services.AddMessaging(new ConfigurationBuilder().Build(), configure);

        services.AddSingleton<IPostConfigureOptions<MessagingOptions>, HarnessQueues>();
        Observers.Add(services, typeof(TaskRecorder));
        services.Replace(ServiceDescriptor.Singleton<ITaskFailures>(
            provider => provider.GetRequiredService<TaskRecorder>()));
        services.TryAddSingleton<HarnessClock>();
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(
            provider => provider.GetRequiredService<HarnessClock>()));
        services.TryAddSingleton<OpenTasks>();
        services.TryAddSingleton<Settling>();
        services.TryAddSingleton(provider => new MessagingTestHarness(
            provider,
            provider.GetRequiredService<ITaskClient>(),
            provider.GetRequiredService<HarnessClock>(),
            provider.GetRequiredService<TaskRecorder>(),
            provider.GetRequiredService<Settling>()));
        return services;
    }
}
