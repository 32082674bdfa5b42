using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// What this worker is asked and told, by a message or by what the trackers have kept for it. One at a time, and in any
/// order.
/// <list type="number">
/// <item>A change that was kept has a number. Of two about the same queue or task the one with the larger number counts,
/// whichever comes first. Growth of the pool adds up instead, see <see cref="KeptGrowth"/>; of growth and autoscaling,
/// of which either ends the other, the later one counts.</item>
/// <item>What the trackers tell is all that they keep, as of a number. What this worker was told for good up to that number,
/// and is not among it, is kept no more: the worker goes back to its configuration.</item>
/// </list>
/// </summary>
internal sealed class WorkerCommands(
    WorkerOptions options, WorkerQuestions questions, WorkerChanges changes, ILogger<WorkerCommands> logger)
{
    private readonly Lock gate = new();
    private readonly KeptGrowth growth = new();
    private long autoscaledBy;
    private long grownBy;

    /// <summary>The number of the change that was made last, if any is kept, and up to which all are known.</summary>
    private readonly Dictionary<(WorkerCommandKind Kind, string Name), (long? Made, long Known)> slots = [];

    /// <summary>Whether a command is for this worker.</summary>
    public bool IsMeant(WorkerCommand command) =>
        command.Workers is null || command.Workers.Contains(options.Name, StringComparer.Ordinal);

    /// <summary>Answers a question, or makes a change.</summary>
    public WorkerReply Run(WorkerCommand command)
    {
        var reply = new WorkerReply { Worker = options.Name };
        var error = Try(command.Kind, () =>
        {
            lock (gate)
                Make(command);
            reply = questions.Answer(command.Kind, reply);
        });

        return error is null ? reply : reply with { Error = error };
    }

    /// <summary>
    /// Makes the changes that the trackers have kept, in the order in which they were made: the last one of a kind
    /// counts, be it for all workers or for this one. Takes back what they keep no more.
    /// </summary>
    public void Apply(WorkerSettings settings)
    {
        lock (gate)
        {
            var kept = settings.Commands.Where(command => !IsGrowth(command))
                .GroupBy(WorkerSettingSlot.Of)
                .ToDictionary(slot => slot.Key, slot => slot.MaxBy(command => command.Revision)!);
            foreach (var slot in slots.Keys.Where(slot => !kept.ContainsKey(slot)).ToArray())
                TakeBack(slot, settings.Revision);
            foreach (var (slot, command) in kept.OrderBy(change => change.Value.Revision))
                Make(slot, command, settings.Revision);

            var grown = settings.Commands.Where(IsGrowth).ToArray();
            var left = growth.Become(grown.Sum(Growth), settings.Revision);
            Try(WorkerCommandKind.GrowPool, () => Grow(left, grown.Max(command => command.Revision) ?? 0));
        }
    }

    private void Make(WorkerCommand command)
    {
        if (command is { Kind: WorkerCommandKind.Forget } or { Revision: null })
        {
            Change(command);
            return;
        }

        var revision = command.Revision.Value;
        if (IsGrowth(command))
        {
            Grow(growth.Add(revision, Growth(command)), revision);
            return;
        }

        var slot = WorkerSettingSlot.Of(command);
        if (slots.TryGetValue(slot, out var latest) && latest.Known >= revision)
            return;

        slots[slot] = (revision, revision);
        ChangeSlot(command);
    }

    private void Make((WorkerCommandKind, string) slot, WorkerCommand command, long known)
    {
        if (slots.TryGetValue(slot, out var latest) && (latest.Known > known || latest.Made == command.Revision))
            return;

        slots[slot] = (command.Revision, known);
        Try(command.Kind, () => ChangeSlot(command));
    }

    private void ChangeSlot(WorkerCommand command)
    {
        if (command.Kind != WorkerCommandKind.Autoscale)
        {
            Change(command);
        }
        else if (command.Revision > grownBy)
        {
            autoscaledBy = command.Revision.GetValueOrDefault();
            Change(command);
        }
    }

    private void TakeBack((WorkerCommandKind Kind, string Name) slot, long known)
    {
        if (slots[slot] is { Made: null } || slots[slot].Known > known)
            return;

        slots[slot] = (null, known);
        Try(slot.Kind, () =>
        {
            changes.TakeBack(slot.Kind, slot.Name);
            if (slot.Kind == WorkerCommandKind.Autoscale)
            {
                growth.StartOver();
                autoscaledBy = 0;
            }

            WorkerLog.TakenBack(logger, slot.Kind, slot.Name);
        });
    }

    /// <summary>Makes kept growth, unless autoscaling has ended it since, and no later growth that in turn.</summary>
    private void Grow(int count, long revision)
    {
        if (count == 0)
            return;

        if (revision >= autoscaledBy || grownBy > autoscaledBy)
        {
            Change(new WorkerCommand
            {
                Kind = count > 0 ? WorkerCommandKind.GrowPool : WorkerCommandKind.ShrinkPool, Count = Math.Abs(count),
            });
        }

        growth.Made(count);
        grownBy = Math.Max(grownBy, revision);
    }

    private void Change(WorkerCommand command)
    {
        if (changes.TryMake(command))
            WorkerLog.Controlled(logger, command.Kind, command.Queue ?? command.TaskName ?? "");
    }

    /// <summary>Whoever asked is told why something cannot be done, and is who can do something about it.</summary>
    private string? Try(WorkerCommandKind kind, Action make)
    {
        try
        {
            make();
            return null;
        }
        catch (Exception exception)
        {
            WorkerLog.NotControlled(logger, kind, exception.Message);
            return exception.Message;
        }
    }

    private static bool IsGrowth(WorkerCommand command) =>
        command.Kind is WorkerCommandKind.GrowPool or WorkerCommandKind.ShrinkPool;

    private static int Growth(WorkerCommand command) => command.Kind switch
    {
        WorkerCommandKind.GrowPool => command.Count ?? 0,
        WorkerCommandKind.ShrinkPool => -(command.Count ?? 0),
        _ => 0,
    };
}
