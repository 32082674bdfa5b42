namespace Messaging.PullTransport;

/// <summary>
/// A broker that is asked for messages and keeps those that it has handed out locked for a time: what a broker package
/// has to do. All methods may be called at the same time. What is done for many messages is done in one round trip, or
/// few.
/// <para>
/// One that cannot reach the broker throws <see cref="BrokerUnavailableException"/>, soon rather than late, and the next
/// call tries to connect anew; who calls waits and tries again. Nothing else is thrown for what goes by itself.
/// </para>
/// </summary>
internal interface IPullBroker : IAsyncDisposable
{
    /// <summary>How long a message is locked that was handed out, unless it is renewed. Renewed after a third.</summary>
    TimeSpan LockTime { get; }

    /// <summary>The most messages that one call may take.</summary>
    int MostAtOnce { get; }

    /// <summary>Makes a queue, unless it is there.</summary>
    Task DeclareQueue(QueueDeclaration queue, CancellationToken cancellationToken);

    /// <summary>Makes a topic, unless it is there.</summary>
    Task DeclareTopic(string topic, CancellationToken cancellationToken);

    /// <summary>From now on what is published to the topic reaches the queue or topic, unless it does so already.</summary>
    Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken);

    /// <summary>
    /// Sends messages, each to its queue, or to all queues that a topic reaches (that is none, or each once). When it
    /// completes the broker has them as safely as it can. All of those to one queue arrive in their order, if the broker
    /// keeps an order. A queue that is not there is made.
    /// </summary>
    /// <exception cref="PartialSendException">Some were sent, so that not all may be sent again.</exception>
    Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Takes messages that nobody holds, those of higher priority first, and locks them. Does not wait for any. Counts
    /// one more delivery for each, so that a worker that dies with it is counted as well. A queue that is not there is an
    /// outage (<see cref="BrokerUnavailableException"/>): it is declared anew then, with what is subscribed to it.
    /// </summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="limit">The most to take; may be more than <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellationToken">
    /// Gives up, as whoever stops or reads no more for a while does; nothing is left locked then that was not handed over.
    /// One that is cancelled already takes nothing.
    /// </param>
    Task<IReadOnlyList<HeldMessage>> Receive(string queue, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until there may be a message in the queue: one came, was put back, came due, or its lock has run out. May
    /// return too soon; may be late by the time given.
    /// </summary>
    Task WaitForMessage(string queue, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Removes messages of one queue that are done with.</summary>
    /// <returns>For each whether it was still locked by this holder; if not it was left alone.</returns>
    Task<IReadOnlyList<bool>> Delete(string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken);

    /// <summary>Locks messages of one queue for <see cref="LockTime"/> from now.</summary>
    /// <returns>For each whether it was still locked by this holder.</returns>
    Task<IReadOnlyList<bool>> Renew(string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken);

    /// <summary>
    /// Puts messages of one queue back, where they were if the broker keeps an order. They keep their delivery count.
    /// </summary>
    /// <returns>For each whether it was still locked by this holder.</returns>
    Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Moves a message from one queue to another: both or nothing where the broker can do that, else first into the other.
    /// </summary>
    /// <param name="queue">Where it is.</param>
    /// <param name="message">Its lock.</param>
    /// <param name="target">Where it goes, as it is to be there. Made if it is not there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was still locked by this holder.</returns>
    Task<bool> Move(string queue, MessageLock message, OutgoingMessage target, CancellationToken cancellationToken);

    /// <summary>
    /// Says that a queue which is deleted when idle is in use. Finds out as <see cref="Receive"/> does if it is gone.
    /// </summary>
    Task Keep(string queue, CancellationToken cancellationToken);

    /// <summary>Removes all messages that nobody holds.</summary>
    /// <returns>How many there were, as far as the broker says.</returns>
    Task<long> Purge(string queue, CancellationToken cancellationToken);

    /// <summary>How full a queue is.</summary>
    /// <returns><c>null</c> if there is no such queue.</returns>
    Task<Hosting.QueueDepth?> Measure(string queue, CancellationToken cancellationToken);

    /// <summary>Tries to reach the broker and to do something that needs what a worker needs.</summary>
    /// <returns><c>null</c> if that went well, else what is wrong and what to do about it, a sentence.</returns>
    Task<string?> FindFault(CancellationToken cancellationToken);
}
