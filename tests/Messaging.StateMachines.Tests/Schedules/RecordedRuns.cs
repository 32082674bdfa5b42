using System.Collections.Concurrent;

namespace Messaging.StateMachines.Tests;

/// <summary>Takes runs as a broker would, or refuses them.</summary>
internal sealed class RecordedRuns : IRunSender
{
    private readonly ConcurrentQueue<DueRun> sent = new();

    /// <summary>All runs that were taken, in order.</summary>
    public IReadOnlyList<DueRun> Sent => [.. sent];

    /// <summary>Due times of the runs, in order.</summary>
    public IEnumerable<DateTimeOffset> Due => sent.Select(run => run.Due);

    /// <summary>Says why a run is not taken; <c>null</c> to take it.</summary>
    public Func<DueRun, string?> Refuse { get; set; } = _ => null;

    /// <summary>After the broker has confirmed the runs, before the caller knows of it.</summary>
    public Func<IReadOnlyList<DueRun>, Task> Confirmed { get; set; } = _ => Task.CompletedTask;

    public async Task<IReadOnlyDictionary<Guid, string>> Send(
        IReadOnlyList<DueRun> runs, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<Guid, string>();
        foreach (var run in runs)
        {
            if (Refuse(run) is { } reason)
                failures[run.TaskId] = reason;
            else
                sent.Enqueue(run);
        }

        await Confirmed(runs);
        return failures;
    }
}
