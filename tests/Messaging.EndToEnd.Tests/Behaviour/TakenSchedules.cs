using MassTransit;
using MassTransit.Scheduling;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Counts what the scheduler has taken: messages, and cancellations of such.</summary>
internal sealed class TakenSchedules : IConsumeObserver
{
    private int count;

    /// <summary>How many of both.</summary>
    public int Count => Volatile.Read(ref count);

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (typeof(T) == typeof(ScheduleMessage) || typeof(T) == typeof(CancelScheduledMessage))
            Interlocked.Increment(ref count);
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
