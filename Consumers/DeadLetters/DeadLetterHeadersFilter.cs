using MassTransit;

namespace Messaging.Consumers;

/// <summary>Stands before the move of a failed task's message to the error queue.</summary>
internal sealed class DeadLetterHeadersFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.TryGetPayload(out TaskExecution? execution))
            DeadLetterHeaders.Set(context.ExceptionHeaders, execution, context.Exception);

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-dead-letter-headers");
}
