namespace Messaging.PullTransport;

/// <summary>
/// Settles messages of one queue, many in one round trip. While the broker is away it is tried again: what was done is
/// done, and the lock says whether it still counts. Once the receiver stops, that goes on for a few seconds only.
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

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

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
    /// <exception cref="BrokerUnavailableException">The receiver stops, and does not wait any longer.</exception>
    public async Task<(T Answer, bool IsSure)> UntilReached<T>(Func<Task<T>> ask)
    {
        var began = runtime.Clock.GetTimestamp();
        var isTold = false;
        for (var isSure = true; ; isSure = false)
        {
            try
            {
                return (await ask(), isSure);
            }
            catch (BrokerUnavailableException exception)
            {
                runtime.Outages.Add();
                var elapsed = runtime.Clock.GetElapsedTime(began);
                if (stopping.IsCancellationRequested && elapsed > LongestStop)
                    throw;
                // A broker that is away is told by who receives. One that does not let this process settle is not.
                if (!isTold && elapsed > runtime.Broker.LockTime)
                {
                    PullLog.NotSettledYet(runtime.Logger, queue, runtime.Broker.LockTime, exception.Message);
                    isTold = true;
                }

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
