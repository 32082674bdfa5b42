using Messaging.Hosting;

namespace Messaging.PullTransport.Tests;

/// <summary>
/// A broker in this process's memory that can be away at any call. The real ones are tested by their packages; what
/// is tested with this one is the transport between MassTransit and them.
/// </summary>
internal sealed class ProcessBroker(BrokerState state, TimeSpan lockTime) : IPullBroker
{
    private readonly List<string> temporary = [];

    /// <summary>Called before each call, with its name. May throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Called after each call, which has been done. May throw.</summary>
    public Action<string> After { get; set; } = _ => { };

    /// <summary>Why a message is not taken; <c>null</c> for one that is.</summary>
    public Func<OutgoingMessage, Exception?> Refuse { get; set; } = _ => null;

    public TimeSpan LockTime => lockTime;

    public int MostAtOnce => 100;

    private TimeSpan Now => state.Now;

    public Task DeclareQueue(QueueDeclaration queue, CancellationToken cancellationToken) => Do(
        nameof(DeclareQueue),
        () =>
        {
            if (queue.DeleteWhenIdle is not null)
                temporary.Add(queue.Name);
            return state.QueueOf(queue.Name, queue.DeleteWhenIdle, Now);
        });

    public Task DeclareTopic(string topic, CancellationToken cancellationToken) => Do(nameof(DeclareTopic), () => topic);

    public Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken) =>
        Do(nameof(Subscribe), () => state.Subscriptions.Add(subscription));

    public Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) => Do(
        nameof(Send),
        () =>
        {
            var failures = messages.Select(Refuse).ToList();
            foreach (var message in messages.Where((_, index) => failures[index] is null))
            {
                string[] queues = message.IsTopic ? [.. state.QueuesOf(message.Target)] : [message.Target];
                foreach (var queue in queues)
                    Put(queue, message);
            }

            return failures.TrueForAll(failure => failure is null) ? true : throw new PartialSendException(failures);
        });

    public Task<IReadOnlyList<HeldMessage>> Receive(string queue, int limit, CancellationToken cancellationToken) => Do(
        nameof(Receive),
        () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = Existing(queue);
            from.UsedAt = Now;
            return (IReadOnlyList<HeldMessage>)[.. from.Messages
                .Where(one => one.FreeAt <= Now)
                .OrderByDescending(one => one.Sent.Priority)
                .ThenBy(one => one.Number)
                .Take(limit)
                .Select(Hand)
                .ToList()];
        });

    public async Task WaitForMessage(string queue, TimeSpan longest, CancellationToken cancellationToken)
    {
        var ends = Now + longest;
        Before(nameof(WaitForMessage));
        while (Now < ends && !await Do("", () => HasAny(queue)))
            await Task.Delay(1, cancellationToken);
    }

    public Task<IReadOnlyList<bool>> Delete(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        ForEach(nameof(Delete), queue, locks, (from, one, _) => from.Messages.Remove(one));

    public Task<IReadOnlyList<bool>> Renew(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        ForEach(nameof(Renew), queue, locks, (_, one, _) => one.FreeAt = Now + LockTime);

    public Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken) => ForEach(
        nameof(Return),
        queue,
        [.. messages.Select(message => message.Lock)],
        (_, one, index) =>
        {
            one.Holder = null;
            one.FreeAt = Now + messages[index].Delay;
            if (messages[index].Properties is { } properties)
                one.Sent = one.Sent with { Content = one.Sent.Content with { Properties = properties } };
        });

    public async Task<bool> Move(
        string queue, MessageLock message, OutgoingMessage target, CancellationToken cancellationToken) =>
        (await ForEach(nameof(Move), queue, [message], (from, one, _) =>
        {
            from.Messages.Remove(one);
            Put(target.Target, target);
        }))[0];

    public Task Keep(string queue, CancellationToken cancellationToken) => Do(
        nameof(Keep),
        () =>
        {
            Existing(queue).UsedAt = Now;
            return true;
        });

    public Task<long> Purge(string queue, CancellationToken cancellationToken) => Do(
        nameof(Purge),
        () => state.Queues.TryGetValue(queue, out var purged)
            ? (long)purged.Messages.RemoveAll(one => one.FreeAt <= Now)
            : 0);

    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) => Do(
        nameof(Measure),
        () =>
        {
            if (!state.Queues.TryGetValue(queue, out var measured))
                return null;

            var waiting = measured.Messages.Where(one => one.FreeAt <= Now).ToList();
            var held = measured.Messages.Count(one => one.FreeAt > Now && one.Holder is not null);
            return new QueueDepth(
                waiting.Count,
                held,
                measured.Messages.Count - waiting.Count - held,
                waiting.Count == 0 ? null : Now - waiting.Min(one => one.SentAt));
        });

    public Task<string?> FindFault(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public ValueTask DisposeAsync()
    {
        lock (state.Gate)
            temporary.ForEach(queue => state.Queues.Remove(queue));
        return ValueTask.CompletedTask;
    }

    private QueueState Existing(string queue) => state.Queues.TryGetValue(queue, out var found)
        ? found
        : throw new BrokerUnavailableException($"There is no queue '{queue}'.");

    private bool HasAny(string queue) => state.Queues.TryGetValue(queue, out var found) && found.HasAny(Now);

    private void Put(string queue, OutgoingMessage message) =>
        state.QueueOf(queue, message.DeleteWhenIdle, Now)
            .Messages.Add(new StoredMessage(message, ++state.LastNumber, Now));

    private HeldMessage Hand(StoredMessage message)
    {
        message.Holder = new MessageLock(new object());
        message.FreeAt = Now + LockTime;
        return new HeldMessage(
            message.Holder, message.Sent.Content, message.Sent.Priority, message.Deliveries++, Now - message.SentAt);
    }

    private Task<IReadOnlyList<bool>> ForEach(
        string call, string queue, IReadOnlyList<MessageLock> locks, Action<QueueState, StoredMessage, int> change) => Do(
        call,
        () => (IReadOnlyList<bool>)[.. locks.Select((wanted, index) =>
        {
            if (!state.Queues.TryGetValue(queue, out var from)
                || from.Messages.Find(message => message.Holder == wanted) is not { } found)
            {
                return false;
            }

            change(from, found, index);
            return true;
        }).ToList()]);

    private async Task<T> Do<T>(string call, Func<T> change)
    {
        await Task.Yield();
        Before(call);
        T result;
        lock (state.Gate)
        {
            state.RemoveIdle(Now);
            result = change();
        }

        After(call);
        return result;
    }
}
