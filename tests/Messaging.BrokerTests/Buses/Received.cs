using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;

namespace Messaging.BrokerTests;

/// <summary>
/// A consumer that keeps what it is given and tells the test, then does as the test has said: by default it is done.
/// </summary>
/// <typeparam name="TMessage">What it consumes.</typeparam>
/// <param name="then">What a run does after it is noted.</param>
/// <param name="isMine">Messages that are not, of other tests, are done with without a word. Default: all are.</param>
internal sealed class Received<TMessage>(
    Func<ConsumeContext<TMessage>, Task>? then = null, Func<TMessage, bool>? isMine = null)
    where TMessage : class
{
    private readonly Channel<ConsumeContext<TMessage>> arrivals =
        Channel.CreateUnbounded<ConsumeContext<TMessage>>();

    private readonly ConcurrentQueue<ConsumeContext<TMessage>> all = [];

    /// <summary>All so far, in the order in which they came.</summary>
    public IReadOnlyCollection<ConsumeContext<TMessage>> All => all;

    public async Task Consume(ConsumeContext<TMessage> context)
    {
        if (isMine?.Invoke(context.Message) == false)
            return;

        all.Enqueue(context);
        arrivals.Writer.TryWrite(context);
        if (then is not null)
            await then(context);
    }

    /// <summary>Waits for the next one that no other call has been given.</summary>
    public async Task<ConsumeContext<TMessage>> Next(TimeSpan? deadline = null)
    {
        using var end = new CancellationTokenSource(deadline ?? Deadlines.Default);
        try
        {
            return await arrivals.Reader.ReadAsync(end.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new AssertionException(
                $"No {typeof(TMessage).Name} has come within {deadline ?? Deadlines.Default}, after {all.Count} before.",
                exception);
        }
    }

    /// <summary>Waits for so many.</summary>
    public async Task<IReadOnlyList<ConsumeContext<TMessage>>> Next(int count, TimeSpan? deadline = null)
    {
        var next = new List<ConsumeContext<TMessage>>(count);
        while (next.Count < count)
            next.Add(await Next(deadline));
        return next;
    }

    /// <summary>Waits until every one of these has come, once or more often.</summary>
    public async Task Every<TKey>(IEnumerable<TKey> expected, Func<TMessage, TKey> key, TimeSpan? deadline = null)
    {
        var missing = expected.ToHashSet();
        foreach (var context in all)
            missing.Remove(key(context.Message));
        while (missing.Count > 0)
            missing.Remove(key((await Next(deadline)).Message));
    }

    /// <summary>Waits until every one of these has come more than once.</summary>
    public async Task EveryAgain<TKey>(IEnumerable<TKey> expected, Func<TMessage, TKey> key, TimeSpan? deadline = null)
        where TKey : notnull
    {
        var wanted = expected.ToArray();
        while (true)
        {
            var times = all.CountBy(context => key(context.Message)).ToDictionary();
            if (wanted.All(one => times.GetValueOrDefault(one) > 1))
                return;
            await Next(deadline);
        }
    }
}
