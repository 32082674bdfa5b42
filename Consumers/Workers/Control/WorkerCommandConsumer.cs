using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Hears commands on the worker's control queue.</summary>
internal sealed class WorkerCommandConsumer(WorkerCommands commands, RecentRequests requests) : IConsumer<WorkerCommand>
{
    public Task Consume(ConsumeContext<WorkerCommand> context)
    {
        if (!commands.IsMeant(context.Message) || (context.RequestId is { } requestId && !requests.IsNew(requestId)))
            return Task.CompletedTask;

        var reply = commands.Run(context.Message);
        return context.ResponseAddress is null ? Task.CompletedTask : context.RespondAsync(reply);
    }
}
