using System.Runtime.Serialization;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Stands before the move of a message that no consumer wanted.</summary>
internal sealed class UnregisteredTaskFilter(RejectionReporter reporter) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await reporter.Unregistered(context);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-unregistered");
}

/// <summary>
/// Stands after the move of a message to the error queue. MassTransit takes a message that is neither delivered nor
/// faulted for one that nobody wanted, and would move it to the skipped queue as well.
/// </summary>
internal sealed class MarkFaultedFilter : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (!context.IsFaulted)
            await context.NotifyFaulted(context.Exception);

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-faulted");
}

/// <summary>
/// Stands before the move of a message whose processing threw. A failed task has been told of already; what is left are
/// messages that could not be read.
/// </summary>
internal sealed class UnreadableMessageFilter(RejectionReporter reporter) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception is SerializationException)
        {
            var message = RejectedMessage.Read(context);
            var taskId = await reporter.Unreadable(context, message, context.Exception);
            context.ExceptionHeaders.Set(TaskHeaders.DeadLetterId, taskId.ToString());
            context.ExceptionHeaders.Set(TaskHeaders.DeadLetterReason, nameof(DeadLetterReason.Unreadable));
            context.ExceptionHeaders.Set(TaskHeaders.Attempt, TaskHeaderFormat.Write(message.Attempt));
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-unreadable");
}
