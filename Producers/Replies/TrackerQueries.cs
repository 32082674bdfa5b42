using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Asks the trackers.</summary>
internal sealed class TrackerQueries(
    IBus bus,
    IBrokerConnection broker,
    ReplyQueue replies,
    TaskRoutes routes,
    ProducerOptions options,
    TimeProvider clock)
{
    private readonly Uri address = broker.QuestionAddress(routes.WithPrefix(SystemQueues.Queries));

    /// <summary>Asks a tracker and waits for its answer.</summary>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <typeparam name="TQuery">Type of the question.</typeparam>
    /// <typeparam name="TReply">Type of the answer.</typeparam>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <see cref="ProducerOptions.QueryTimeout"/>.
    /// </exception>
    public Task<TReply> Ask<TQuery, TReply>(TQuery query, CancellationToken cancellationToken)
        where TQuery : class
        where TReply : class =>
        Ask<TQuery, TReply>(query, options.QueryTimeout, cancellationToken);

    internal async Task<TReply> Ask<TQuery, TReply>(TQuery query, TimeSpan timeout, CancellationToken cancellationToken)
        where TQuery : class
        where TReply : class
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await replies.Ask<TReply>(
                (requestId, replyTo, token) => Send(query, requestId, replyTo, timeout, token), giveUp.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"No tracker answered {typeof(TQuery).Name} on queue '{address.AbsolutePath}' of the broker "
                + $"{broker.Address} within {timeout}. {await Reason(cancellationToken)}",
                exception);
        }
    }

    private async Task Send<TQuery>(
        TQuery query, Guid requestId, Uri replyTo, TimeSpan timeout, CancellationToken cancellationToken)
        where TQuery : class
    {
        var endpoint = await bus.GetSendEndpoint(address);
        await GuardedSend.Send(
            endpoint,
            query,
            context =>
            {
                context.RequestId = requestId;
                context.ResponseAddress = replyTo;
                // Nobody waits for the answer any longer than this, so the broker may forget the question then, and keep
                // it in memory until then.
                context.TimeToLive = timeout;
                context.Durable = false;
            },
            cancellationToken);
    }

    private async Task<string> Reason(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await broker.FindFault(either.Token) is { } fault
                ? $"The broker cannot be reached: {fault}"
                : "Start a process with the role Tracker (Messaging:Roles), or look into why it does not keep up.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "The broker does not answer either.";
        }
    }
}
