using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Consumers;

/// <summary>For ordinary MassTransit consumers that are registered with <c>AddTask</c>.</summary>
public static class PlainConsumerContext
{
    /// <summary>
    /// The task that the message is, to report progress, set a state or ask for another attempt.
    /// </summary>
    /// <typeparam name="TTask">The message's type.</typeparam>
    /// <param name="context">What the consumer was handed.</param>
    /// <exception cref="InvalidOperationException">The message is not run as a task.</exception>
    public static TaskContext<TTask> AsTask<TTask>(this ConsumeContext<TTask> context)
        where TTask : class
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.TryGetPayload(out TaskExecution? execution)
            || !context.TryGetPayload(out IServiceProvider? services))
        {
            throw new InvalidOperationException(
                $"The message {typeof(TTask).FullName} is not run as a task here. Register its consumer with "
                + "messaging.AddTask<…>() and not with MassTransit.");
        }

        return new RunningTaskContext<TTask>(
            context,
            execution,
            services.GetRequiredService<ITaskEventSink>(),
            services.GetRequiredService<TimeProvider>());
    }
}
