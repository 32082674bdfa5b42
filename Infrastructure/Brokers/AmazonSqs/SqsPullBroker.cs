using System.Collections.Concurrent;
using Messaging.Hosting;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Amazon SQS. Topics are lists of subscriptions that senders read (<see cref="Topics"/>); what a receiver holds is
/// known here and not asked of SQS (<see cref="SqsReceipt"/>); a move is a send and a deletion, so that a process that
/// dies in between leaves the message in both queues.
/// </summary>
internal sealed class SqsPullBroker : IPullBroker
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    private readonly AmazonSqsAddress address;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SqsClient client;
    private readonly QueueNames names;
    private readonly SqsQueues queues;
    private readonly QueuePermissions permissions;
    private readonly Topics topics;
    private readonly TemporaryQueues temporary;
    private readonly QueueSweep sweep;
    private readonly Settlement settlement;
    private readonly MessagePosting posting;
    private readonly MessageMoves moves;
    private readonly ConcurrentDictionary<string, Lazy<QueueReader>> readers = new(StringComparer.Ordinal);
    private int isDisposed;

    public SqsPullBroker(AmazonSqsAddress address, TimeProvider time, ILogger logger)
    {
        this.address = address;
        this.time = time;
        this.logger = logger;
        client = new SqsClient(address, time);
        names = new QueueNames(address.Prefix);
        queues = new SqsQueues(client);
        permissions = new QueuePermissions(client, logger);
        topics = new Topics(queues, names, client.Clock, time, logger);
        temporary = new TemporaryQueues(queues, names, topics, client.Clock, time, logger);
        sweep = new QueueSweep(queues, names, temporary, time, logger);
        var batches = new SqsBatches(client, time);
        settlement = new Settlement(queues, batches, time);
        var entries = new MessageEntries(names, client.Clock, address.MaxMessageBytes);
        var sending = new MessageSending(queues, names, batches, temporary, address.MaxMessageBytes, time);
        posting = new MessagePosting(entries, sending, topics, logger);
        moves = new MessageMoves(entries, sending, settlement);
    }

    public TimeSpan LockTime => address.LockTime;

    /// <summary>Twenty requests at a time.</summary>
    public int MostAtOnce => QueueReader.MostRequests * SqsBatches.Most;

    public async Task DeclareQueue(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        var name = names.Physical(queue.Name);
        if (queue.DeleteWhenIdle is { } idle)
        {
            await temporary.Declare(name, idle, cancellationToken);
            sweep.Start();
        }
        else if (names.Fault(queue.Name) is { } fault)
        {
            // An outage that lasts: it is told once, with what to do, and the worker is not healthy.
            throw new BrokerUnavailableException(fault);
        }

        // Not what is remembered: whoever declares anew does so because it may be gone.
        queues.Forget(name);
        if (await queues.Find(name, cancellationToken) is null)
            topics.Renew(name);
        var url = await queues.Make(name, tags: null, cancellationToken);
        await permissions.Check(name, url, cancellationToken);
    }

    /// <summary>A topic is there when something is subscribed to it.</summary>
    public Task DeclareTopic(string topic, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken)
    {
        var target = subscription.IsTopic ? subscription.Target : names.Physical(subscription.Target);
        var added = await topics.Add(subscription.Topic, target, subscription.IsTopic, cancellationToken);
        if (!subscription.IsTopic)
            await temporary.Add(target, added, cancellationToken);
    }

    public Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        posting.Send(messages, cancellationToken);

    public async Task<IReadOnlyList<HeldMessage>> Receive(string queue, int limit, CancellationToken cancellationToken)
    {
        var name = names.Physical(queue);
        await temporary.Keep(name, cancellationToken);
        await topics.Keep(name, cancellationToken);
        return await Reader(name).Receive(limit, cancellationToken);
    }

    public async Task WaitForMessage(string queue, TimeSpan longest, CancellationToken cancellationToken)
    {
        var name = names.Physical(queue);
        await temporary.Keep(name, cancellationToken);
        await Reader(name).Wait(longest, cancellationToken);
    }

    public Task<IReadOnlyList<bool>> Delete(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        settlement.Delete(names.Physical(queue), [.. locks.Select(ReceiptOf)], cancellationToken);

    public Task<IReadOnlyList<bool>> Renew(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        settlement.Extend(names.Physical(queue), [.. locks.Select(ReceiptOf)], cancellationToken);

    public Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken) =>
        moves.Return(names.Physical(queue), messages, cancellationToken);

    public Task<bool> Move(
        string queue, MessageLock message, OutgoingMessage target, CancellationToken cancellationToken) =>
        moves.Move(names.Physical(queue), ReceiptOf(message), target, cancellationToken);

    public async Task Keep(string queue, CancellationToken cancellationToken)
    {
        var name = names.Physical(queue);
        await temporary.Keep(name, cancellationToken);
        // Not what is remembered.
        queues.Forget(name);
        await queues.Get(name, cancellationToken);
    }

    public async Task<long> Purge(string queue, CancellationToken cancellationToken)
    {
        var name = names.Physical(queue);
        return await queues.Find(name, cancellationToken) is null
            ? 0
            : await new QueuePurge(name, Reader(name), settlement, client.Clock).Run(MostAtOnce, cancellationToken);
    }

    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) =>
        queues.Measure(names.Physical(queue), cancellationToken);

    public async Task<string?> FindFault(CancellationToken cancellationToken)
    {
        try
        {
            await client.Ask(SqsActions.ListQueues, new ListRequest(null, 1, null), cancellationToken);
            // That one queue is denied is no fault of the broker; whoever receives from it tells that.
            return null;
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
        {
            return exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".";
        }
    }

    /// <summary>Waits for requests that are under way, at most as long as they wait at SQS.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0)
            return;

        await sweep.DisposeAsync();
        await Task.WhenAll(readers.Values.Select(reader => reader.Value.DisposeAsync().AsTask()));
        try
        {
            using var deadline = new CancellationTokenSource(LongestGoodbye, time);
            await temporary.DeleteOwn(deadline.Token);
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or SqsException
            or OperationCanceledException)
        {
            SqsLog.OwnQueuesLeft(logger, exception.Message);
        }

        client.Dispose();
    }

    private static SqsReceipt ReceiptOf(MessageLock message) => (SqsReceipt)message.Receipt;

    private QueueReader Reader(string name) => readers.GetOrAdd(
        name, _ => new Lazy<QueueReader>(() => NewReader(name))).Value;

    private QueueReader NewReader(string name)
    {
        var requests = new MessageRequests(name, queues, client, settlement, LockTime, time, logger);
        var spare = new SpareMessages(name, settlement, LockTime, time, logger);
        var broken = new BrokenWaits(name, LockTime, time, logger);
        var wait = new SharedWait(requests, spare, broken, address, time);
        return new QueueReader(requests, spare, wait, QueueNames.IsFifo(name), time);
    }
}
