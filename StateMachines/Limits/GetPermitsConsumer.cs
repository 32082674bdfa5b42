using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Answers which permits a worker is granted.</summary>
internal sealed class GetPermitsConsumer(LimitKeeper limits) : IConsumer<GetPermits>
{
    public async Task Consume(ConsumeContext<GetPermits> context) =>
        await context.RespondAsync(await limits.Grant(context.Message, context.CancellationToken));
}
