using Messaging.Hosting;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.PostgreSql;

/// <summary>
/// Queues in a PostgreSQL database. How a message goes:
/// <para>1. It is inserted and committed, and whoever waits for its queue is woken (<see cref="Sending"/>).</para>
/// <para>2. It is locked for a holder, by the database's clock (<see cref="Receiving"/>), which keeps its lock.</para>
/// <para>3. Its row is deleted, or it waits again (<see cref="Settling"/>).</para>
/// </summary>
internal sealed class PostgresPullBroker : IPullBroker
{
    private readonly BrokerDatabase database;
    private readonly QueueTable queues;
    private readonly TopicTable topics;
    private readonly QueueDepths depths;
    private readonly Sending sending;
    private readonly Receiving receiving;
    private readonly Settling settling;
    private readonly Listener listener;
    private readonly Waiting waiting;
    private int isDisposed;

    public PostgresPullBroker(PostgresBrokerSettings settings, TimeProvider time, ILogger logger)
    {
        database = new BrokerDatabase(settings);
        queues = new QueueTable(database, time);
        topics = new TopicTable(database);
        depths = new QueueDepths(database, queues);
        var wakeUp = new WakeUp(database, logger);
        sending = new Sending(database, wakeUp);
        receiving = new Receiving(database, queues, new DueMessages(database, queues, time), time);
        settling = new Settling(database, queues, sending, wakeUp);
        listener = new Listener(database, time, logger);
        waiting = new Waiting(queues, listener, time);
    }

    public TimeSpan LockTime => database.Settings.LockTime;

    public int MostAtOnce => Receiving.MostAtOnce;

    public Task DeclareQueue(QueueDeclaration queue, CancellationToken cancellationToken) =>
        queues.Declare(queue, cancellationToken);

    public Task DeclareTopic(string topic, CancellationToken cancellationToken) =>
        topics.Declare(topic, cancellationToken);

    public Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken) =>
        topics.Subscribe(subscription, cancellationToken);

    public Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        sending.Send(messages, cancellationToken);

    public Task<IReadOnlyList<HeldMessage>> Receive(string queue, int limit, CancellationToken cancellationToken) =>
        receiving.Receive(queue, limit, cancellationToken);

    public Task WaitForMessage(string queue, TimeSpan longest, CancellationToken cancellationToken) =>
        waiting.Wait(queue, longest, cancellationToken);

    public Task<IReadOnlyList<bool>> Delete(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        settling.Delete(locks, cancellationToken);

    public Task<IReadOnlyList<bool>> Renew(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        settling.Renew(locks, cancellationToken);

    public Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken) =>
        settling.Return(queue, messages, cancellationToken);

    public Task<bool> Move(
        string queue, MessageLock message, OutgoingMessage target, CancellationToken cancellationToken) =>
        settling.Move(message, target, cancellationToken);

    public Task Keep(string queue, CancellationToken cancellationToken) => queues.Keep(queue, cancellationToken);

    public Task<long> Purge(string queue, CancellationToken cancellationToken) =>
        depths.Purge(queue, cancellationToken);

    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) =>
        depths.Measure(queue, cancellationToken);

    public Task<string?> FindFault(CancellationToken cancellationToken) =>
        new FaultSearch(database).Find(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0)
            return;

        await listener.DisposeAsync();
        await database.DisposeAsync();
    }
}
