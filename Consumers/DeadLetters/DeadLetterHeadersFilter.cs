using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Stands before the move of a failed task's message to the error queue, and notes on it what its own headers do not say:
/// which attempt was the last, and why it is there.
/// </summary>
internal sealed class DeadLetterHeadersFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.TryGetPayload(out TaskExecution? execution))
        {
            var reason = DeadLetterReasons.Of(context.Exception);
            context.ExceptionHeaders.Set(TaskHeaders.Attempt, TaskHeaderFormat.Write(execution.Attempt));
            context.ExceptionHeaders.Set(TaskHeaders.DeadLetterReason, reason.ToString());
        }

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-dead-letter-headers");
}
