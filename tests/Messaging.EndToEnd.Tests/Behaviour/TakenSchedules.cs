using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Scheduling;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Remembers what the scheduler has taken: messages, and cancellations of such.</summary>
internal sealed class TakenSchedules : IConsumeObserver
{
    private readonly ConcurrentDictionary<Guid, bool> scheduled = new();
    private readonly ConcurrentDictionary<Guid, bool> cancelled = new();

    /// <summary>Whether it has taken a message and its cancellation.</summary>
    public bool HasBoth(Guid token) => scheduled.ContainsKey(token) && cancelled.ContainsKey(token);

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.Message is ScheduleMessage message)
            scheduled[message.CorrelationId] = true;
        else if (context.Message is CancelScheduledMessage cancellation)
            cancelled[cancellation.TokenId] = true;
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
