using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>
/// Asks the trackers for permits, on a queue of their own, and gets the answer on this process's reply queue. The bus is
/// looked up when it is needed, since it is made with the worker's filters in it.
/// </summary>
internal sealed class PermitSource(
    IServiceProvider services, IBroker broker, QueueNames queues, ReplyQueue replies, TimeProvider clock)
    : IPermitSource
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly Uri address = broker.QuestionAddress(queues.Limits);

    public async Task<PermitAnswer> Ask(GetPermits demand, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Longest, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var asked = 0L;
        try
        {
            var permits = await replies.AskOnce<Permits>(
                async (requestId, replyTo, token) =>
                {
                    var endpoint = await services.GetRequiredService<IBus>().GetSendEndpoint(address);
                    asked = clock.GetTimestamp();
                    await GuardedSend.Send(endpoint, demand, context => Configure(context, requestId, replyTo), token);
                },
                giveUp.Token);
            return permits is null
                ? throw new TimeoutException("The connection to the broker was lost before the answer had come.")
                : new PermitAnswer(permits, asked, clock.GetTimestamp());
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Nobody has answered on queue '{queues.Limits}' of the broker {broker.Address} within "
                + $"{Longest.TotalSeconds:0} s. Start a process with the role Tracker (Messaging:Roles).",
                exception);
        }
    }

    private static void Configure(SendContext context, Guid requestId, Uri replyTo)
    {
        context.RequestId = requestId;
        context.ResponseAddress = replyTo;
        // Nobody waits for the answer any longer than this. What is granted after that is lost.
        context.TimeToLive = Longest;
        context.Durable = false;
    }
}
