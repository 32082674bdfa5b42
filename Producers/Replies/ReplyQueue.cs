using System.Collections.Concurrent;
using MassTransit;

namespace Messaging.Producers;

/// <summary>
/// This process's own temporary queue for replies, and the questions that wait for one. The host connects the queue and
/// hands in what arrives.
/// <para>
/// The queue dies with the connection, and a reply sent meanwhile is lost. So every question is asked again when the
/// connection is back: an answer is never waited for in vain.
/// </para>
/// </summary>
internal sealed class ReplyQueue
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<object>> waiting = new();
    private readonly Lock gate = new();
    private TaskCompletionSource<Connection> connected = NewSignal<Connection>();

    /// <summary>The queue can be replied to. Called again after each reconnection.</summary>
    /// <param name="address">Its address.</param>
    public void Connected(Uri address)
    {
        lock (gate)
        {
            if (connected.Task is { IsCompletedSuccessfully: true } last)
            {
                var previous = last.GetAwaiter().GetResult();
                connected = NewSignal<Connection>();
                previous.Replaced.TrySetResult();
            }

            connected.TrySetResult(new Connection(address, NewSignal()));
        }
    }

    /// <summary>A reply has arrived. One that nobody waits for any more is ignored.</summary>
    /// <param name="context">The reply.</param>
    /// <typeparam name="TReply">Type of the reply.</typeparam>
    public Task Answer<TReply>(ConsumeContext<TReply> context)
        where TReply : class
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.RequestId is { } requestId && waiting.TryRemove(requestId, out var question))
            question.TrySetResult(context.Message);

        return Task.CompletedTask;
    }

    /// <summary>
    /// Asks, and asks again until the answer is there: after each reconnection, after a question that could not be
    /// sent, and once a minute in case question or answer was lost on the way.
    /// </summary>
    /// <param name="ask">Sends the question with the given request id and reply address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <typeparam name="TReply">Type of the reply.</typeparam>
    internal async Task<TReply> Ask<TReply>(
        Func<Guid, Uri, CancellationToken, Task> ask, CancellationToken cancellationToken)
        where TReply : class
    {
        while (true)
        {
            using var askedLongAgo = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            askedLongAgo.CancelAfter(AskAgainAfter);
            try
            {
                if (await AskOnce<TReply>(ask, askedLongAgo.Token) is { } reply)
                    return reply;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A minute is over, or the transport gave the connection up.
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or QueryFailedException))
            {
                // The transport's own exceptions; the deadline of whoever asks decides when it is enough.
            }

            await Task.Delay(BetweenQuestions, cancellationToken);
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>The reply; <c>null</c> if the connection was lost meanwhile, so that it may never come.</returns>
    internal async Task<TReply?> AskOnce<TReply>(
        Func<Guid, Uri, CancellationToken, Task> ask, CancellationToken cancellationToken)
        where TReply : class
    {
        var connection = await CurrentConnection().WaitAsync(cancellationToken);
        var requestId = Guid.NewGuid();
        var question = NewSignal<object>();
        waiting[requestId] = question;
        try
        {
            await ask(requestId, connection.Address, cancellationToken);

            var first = await Task.WhenAny(question.Task, connection.Replaced.Task).WaitAsync(cancellationToken);
            if (first != question.Task)
                return null;

            return await question.Task switch
            {
                TReply reply => reply,
                Fault fault => throw new QueryFailedException(fault),
                var other => throw new QueryFailedException(
                    $"Expected a reply of type {typeof(TReply).Name} and got {other.GetType().Name}."),
            };
        }
        finally
        {
            waiting.TryRemove(requestId, out _);
            // Ends the wait for either of the two, which would hang on to the connection's signal otherwise.
            question.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Address of the queue, once it can be replied to.</summary>
    internal async Task<Uri> CurrentAddress(CancellationToken cancellationToken) =>
        (await CurrentConnection().WaitAsync(cancellationToken)).Address;

    private Task<Connection> CurrentConnection()
    {
        lock (gate)
            return connected.Task;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSignal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Connection(Uri Address, TaskCompletionSource Replaced);
}
