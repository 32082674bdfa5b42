using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// What this worker is asked and told, by a message or by what the trackers have kept for it. One at a time, and a
/// change that is older than one that was made already is not made.
/// </summary>
internal sealed class WorkerCommands(
    WorkerOptions options, WorkerQuestions questions, WorkerChanges changes, ILogger<WorkerCommands> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(WorkerCommandKind, string), long> made = [];
    private int keptGrowth;

    /// <summary>Whether a command is for this worker.</summary>
    public bool IsMeant(WorkerCommand command) =>
        command.Workers is null || command.Workers.Contains(options.Name, StringComparer.Ordinal);

    /// <summary>Answers a question, or makes a change.</summary>
    public WorkerReply Run(WorkerCommand command)
    {
        var reply = new WorkerReply { Worker = options.Name };
        try
        {
            lock (gate)
            {
                if (!IsOutdated(command))
                    Make(command);
            }

            return questions.Answer(command.Kind, reply);
        }
        catch (Exception exception)
        {
            // Whoever asked is told, and is who can do something about it.
            WorkerLog.NotControlled(logger, command.Kind, exception.Message);
            return reply with { Error = exception.Message };
        }
    }

    /// <summary>
    /// Makes the changes that the trackers have kept, in the order in which they were made: the last one of a kind
    /// counts, be it for all workers or for this one. Growth of the pool is kept as a sum, of which only what is new is
    /// made.
    /// </summary>
    public void Apply(WorkerSettings settings)
    {
        foreach (var command in settings.Commands.Where(command => !IsGrowth(command)))
            Run(command);

        var growing = settings.Commands.Where(IsGrowth).ToArray();
        if (growing.Length == 0)
            return;

        int left;
        lock (gate)
            left = growing.Sum(Growth) - keptGrowth;
        if (left != 0)
        {
            Run(new WorkerCommand
            {
                Kind = left > 0 ? WorkerCommandKind.GrowPool : WorkerCommandKind.ShrinkPool,
                Count = Math.Abs(left),
                Revision = growing.Max(command => command.Revision),
            });
        }
    }

    private void Make(WorkerCommand command)
    {
        if (!changes.TryMake(command))
            return;

        if (command.Revision is not null)
            keptGrowth += Growth(command);
        WorkerLog.Controlled(logger, command.Kind, command.Queue ?? command.TaskName ?? "");
    }

    private static bool IsGrowth(WorkerCommand command) =>
        command.Kind is WorkerCommandKind.GrowPool or WorkerCommandKind.ShrinkPool;

    private static int Growth(WorkerCommand command) => command.Kind switch
    {
        WorkerCommandKind.GrowPool => command.Count ?? 0,
        WorkerCommandKind.ShrinkPool => -(command.Count ?? 0),
        _ => 0,
    };

    private bool IsOutdated(WorkerCommand command)
    {
        if (command.Revision is not { } revision)
            return false;

        var slot = WorkerSettingSlot.Of(command);
        if (made.TryGetValue(slot, out var latest) && latest >= revision)
            return true;

        made[slot] = revision;
        return false;
    }
}
