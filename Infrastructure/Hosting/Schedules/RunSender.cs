using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>Sends runs of schedules as the client sends tasks: confirmed, retried, with a deadline, reported.</summary>
internal sealed class RunSender(
    TaskQueues queues,
    IBrokerConnection broker,
    PublishRetry publishRetry,
    TaskEventBuffer events,
    PayloadLimit payloads,
    TimeProvider clock)
    : IRunSender
{
    /// <summary>
    /// Nobody waits longer for the reports. They are sent all the same; only if this process dies meanwhile they are
    /// lost, and the trackers hear of the runs from the workers.
    /// </summary>
    private static readonly TimeSpan LongestReport = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyDictionary<Guid, string>> Send(
        IReadOnlyList<DueRun> runs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var now = clock.GetUtcNow();
        var outgoing = runs.Select(run => new OutgoingRun(run, broker, now)).ToArray();
        var sending = new Task?[outgoing.Length];
        var reason = await TrySend(outgoing, sending, cancellationToken);

        var failures = new Dictionary<Guid, string>();
        var sent = new List<OutgoingRun>(outgoing.Length);
        for (var index = 0; index < outgoing.Length; index++)
        {
            if (sending[index] is { IsCompletedSuccessfully: true })
                sent.Add(outgoing[index]);
            else
                failures[outgoing[index].TaskId] = sending[index]?.Exception?.InnerException?.Message ?? reason ?? "";
        }

        await Report(sent, cancellationToken);
        return failures;
    }

    /// <summary>Sends as far as it goes.</summary>
    /// <returns>Why it failed; <c>null</c> if it did not.</returns>
    private async Task<string?> TrySend(OutgoingRun[] runs, Task?[] sending, CancellationToken cancellationToken)
    {
        try
        {
            await publishRetry.Send(
                runs is [var run]
                    ? $"The run {run.TaskId} of a schedule, for queue '{run.Queue}',"
                    : $"A batch of {runs.Length:N0} runs of schedules",
                token => PutUnsent(runs, sending, token),
                cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception.Message;
        }
    }

    /// <summary>Called again after a failure, sends only what is not confirmed yet.</summary>
    private Task PutUnsent(OutgoingRun[] runs, Task?[] sending, CancellationToken cancellationToken)
    {
        for (var index = 0; index < runs.Length; index++)
        {
            if (sending[index] is not { IsCompletedSuccessfully: true })
                sending[index] = Put(runs[index], cancellationToken);
        }

        return Task.WhenAll(sending!).WaitAsync(cancellationToken);
    }

    /// <summary>Does not hand the cancellation to the transport, see <see cref="GuardedSend"/>.</summary>
    private async Task Put(OutgoingRun run, CancellationToken cancellationToken)
    {
        var endpoint = await queues.Get(run.Queue);
        run.GivenUp = cancellationToken;
        await endpoint.Send(run.Message, run, CancellationToken.None);
    }

    private async Task Report(List<OutgoingRun> sent, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var reports = sent.ConvertAll(run => events.AddConfirmed(payloads.Cut(run.Event(now)), cancellationToken));
        await Task.WhenAny(Task.WhenAll(reports), Task.Delay(LongestReport, clock, cancellationToken));
    }
}
