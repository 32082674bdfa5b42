using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// Holds a task that has arrived a moment before its time, outside the slots. See <see cref="EarlyTaskFilter{TTask}"/>
/// for longer ones.
/// </summary>
internal sealed class EtaFilter<TTask>(WorkerServices worker) : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    /// <summary>The longest that a timer takes.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var execution = context.GetPayload<TaskExecution>();
        return execution.Eta is { } eta ? SendAt(eta, execution, context, next) : next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-eta");

    private async Task SendAt(
        DateTimeOffset eta, TaskExecution execution, ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        execution.HeldUntil = eta;
        while (eta - worker.Clock.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Wait(left < LongestDelay ? left : LongestDelay, execution.CancellationToken);

        await next.Send(context);
    }

    private Task Wait(TimeSpan delay, CancellationToken cancellationToken) =>
        worker.Slots.UnlessStopping(token => Task.Delay(delay, worker.Clock, token), cancellationToken);
}
