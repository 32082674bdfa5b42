using System.Collections.Concurrent;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Finds out whether this process may do with its queues what a receiver does, before anything is received: a message
/// whose deletion SQS denies would run, be held, and run again. Each is asked for by a request that changes nothing
/// whatever its answer: for no messages, with no messages, and of a receipt that SQS never gave.
/// </summary>
internal sealed class QueuePermissions(SqsClient client, ILogger logger)
{
    private static readonly ReceiptEntry[] NeverHeld = [new("0", "messaging-permissions", VisibilityTimeout: 0)];

    private static readonly string Sending = SqsTransport.Permission(SqsActions.Send.Name);

    private readonly ConcurrentDictionary<string, byte> granted = new(StringComparer.Ordinal);

    /// <summary>Checks a queue that is about to be received from, until that has gone well once.</summary>
    /// <exception cref="BrokerUnavailableException">
    /// This process may not receive from it, or not settle what it receives; or SQS cannot be reached.
    /// </exception>
    public async Task Check(string queue, string url, CancellationToken cancellationToken)
    {
        if (granted.ContainsKey(queue))
            return;

        var delete = new ReceiptBatch(url, [NeverHeld[0] with { VisibilityTimeout = null }]);
        var found = await Task.WhenAll(
            IsDenied(SqsActions.Receive, new ReceiveRequest(url, 0, 0, 0, [], []), cancellationToken),
            IsDenied(SqsActions.Delete, delete, cancellationToken),
            IsDenied(SqsActions.ChangeVisibility, new ReceiptBatch(url, NeverHeld), cancellationToken),
            IsDenied(SqsActions.Send, new SendBatch(url, []), cancellationToken));
        var refusals = found.OfType<Denial>().ToList();
        var fault = refusals.Count > 0 ? Text(queue, refusals) : null;
        if (refusals.Exists(refusal => refusal.Permission != Sending))
            throw new BrokerUnavailableException(fault!, refusals[0].Refusal);

        granted.TryAdd(queue, 0);
        if (fault is not null)
            SqsLog.MayNotSend(logger, fault);
    }

    private static string Text(string queue, List<Denial> refusals)
    {
        var permissions = string.Join(", ", refusals.Select(refusal => $"sqs:{refusal.Permission}"));
        return $"This process may not do all that is needed with queue '{queue}' at SQS: {permissions} "
            + $"{(refusals.Count == 1 ? "is" : "are")} denied. {refusals[0].Refusal.Message} Let the policy of its "
            + "credentials, and that of the queue if it has one, allow it; docs/brokers/sqs.md lists all that is needed.";
    }

    private async Task<Denial?> IsDenied<TRequest, TAnswer>(
        SqsAction<TRequest, TAnswer> action, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.Ask(action, request, cancellationToken);
        }
        catch (SqsException)
        {
            // SQS would do it, if there were something to do.
        }
        catch (BrokerUnavailableException exception) when (exception.InnerException is SqsException { IsForbidden: true })
        {
            return new Denial(SqsTransport.Permission(action.Name), (SqsException)exception.InnerException);
        }

        return null;
    }

    private sealed record Denial(string Permission, SqsException Refusal);
}
