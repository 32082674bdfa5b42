namespace Messaging.PullTransport;

/// <summary>
/// Settles messages of one queue, many in one round trip. While the broker is away it is tried again: what was done is
/// done, and the lock says whether it still counts. Once the receiver stops, that goes on for a few seconds only. What
/// this process may not do is given up at once, so that it does not fill up with messages that it cannot get rid of.
/// </summary>
/// <param name="queue">Name of the queue.</param>
/// <param name="runtime">The bus's parts.</param>
/// <param name="stopping">The receiver stops.</param>
/// <param name="stopped">It has stopped.</param>
internal sealed class Settlements(
    string queue, PullRuntime runtime, CancellationToken stopping, CancellationToken stopped)
{
    /// <summary>How long a stop waits for a broker that is away.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for a broker that is away before it is asked again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly LogThrottle log = new(runtime.Clock);
    private readonly Lock gate = new();
    private Lane<MessageLock, bool>? deletions;
    private Lane<ReturnedMessage, bool>? returns;

    /// <summary>Removes a message that is done with.</summary>
    /// <returns>Whether it was still locked, as far as that is known.</returns>
    public Task<bool> Delete(MessageLock done)
    {
        lock (gate)
            deletions ??= new Lane<MessageLock, bool>(DeleteAll, runtime.Broker.MostAtOnce);
        return deletions.Add(done, stopped);
    }

    /// <summary>Puts a message back.</summary>
    /// <returns>Whether it was still locked, as far as that is known.</returns>
    public Task<bool> Return(ReturnedMessage done)
    {
        lock (gate)
            returns ??= new Lane<ReturnedMessage, bool>(ReturnAll, runtime.Broker.MostAtOnce);
        return returns.Add(done, stopped);
    }

    /// <summary>Moves a message to another queue.</summary>
    /// <returns>Whether it was still locked, as far as that is known.</returns>
    public async Task<bool> Move(MessageLock done, OutgoingMessage target)
    {
        var (isMoved, isSure) = await UntilReached(() => runtime.Broker.Move(queue, done, target, stopped));
        return isMoved || !isSure;
    }

    /// <summary>Asks until the broker answers.</summary>
    /// <returns>
    /// The answer, and whether it can be relied on: after a try that failed, it may be about what that one has done.
    /// </returns>
    /// <exception cref="BrokerUnavailableException">
    /// This process may not do that, or the receiver stops, and does not wait any longer.
    /// </exception>
    private async Task<(T Answer, bool IsSure)> UntilReached<T>(Func<Task<T>> ask)
    {
        var began = runtime.Clock.GetTimestamp();
        for (var isSure = true; ; isSure = false)
        {
            try
            {
                return (await ask(), isSure);
            }
            catch (BrokerUnavailableException exception) when (!exception.IsForbidden)
            {
                runtime.Outages.Add();
                if (log.TryPass())
                    PullLog.NotSettledYet(runtime.Logger, queue, exception.Message);
                if (stopping.IsCancellationRequested && runtime.Clock.GetElapsedTime(began) > LongestStop)
                    throw;
                await Task.Delay(Pause, runtime.Clock, stopped);
            }
        }
    }

    private async Task<IReadOnlyList<bool>> DeleteAll(IReadOnlyList<MessageLock> done) =>
        Known(await UntilReached(() => runtime.Broker.Delete(queue, done, stopped)));

    private async Task<IReadOnlyList<bool>> ReturnAll(IReadOnlyList<ReturnedMessage> done) =>
        Known(await UntilReached(() => runtime.Broker.Return(queue, done, stopped)));

    private static IReadOnlyList<bool> Known((IReadOnlyList<bool> Answers, bool IsSure) reply) =>
        reply.IsSure ? reply.Answers : [.. reply.Answers.Select(_ => true)];
}
