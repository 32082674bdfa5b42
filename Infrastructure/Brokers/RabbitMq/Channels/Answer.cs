using MassTransit;
using Messaging.Contracts;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq;

/// <summary>RabbitMQ's answer to a request.</summary>
internal static class Answer
{
    /// <summary>
    /// Waits for the answer, as long as the channel lives. A request without an answer becomes a failure of the
    /// connection, which is made anew; told of a cancellation instead, MassTransit ends a receive endpoint for good.
    /// </summary>
    /// <param name="request">What was asked, for the error.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="lost">Done when the channel is closed.</param>
    /// <param name="timeout">How long RabbitMQ.Client waits, for the error.</param>
    /// <param name="abandon">Gives the connection up, for want of an answer.</param>
    /// <exception cref="AlreadyClosedException">The channel was closed before the answer came.</exception>
    /// <exception cref="RabbitMqConnectionException">No answer came in time.</exception>
    public static async Task To(string request, Task answer, Task<ShutdownEventArgs> lost, TimeSpan timeout, Action abandon)
    {
        if (!answer.IsCompleted && await Task.WhenAny(answer, lost) == lost && !answer.IsCompleted)
        {
            // Its failure, if any, is that of the lost channel.
            answer.IgnoreFault();
            throw new AlreadyClosedException(await lost);
        }

        try
        {
            await answer;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            // An answer that comes late would be taken for that of the next request.
            abandon();
            throw new RabbitMqConnectionException($"RabbitMQ has not answered {request} within {timeout}.", exception);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason is { ReplyCode: < 400 } reason)
        {
            // The connection was closed in order. MassTransit tries again only if it is told so.
            throw new AlreadyClosedException(reason);
        }
    }
}
