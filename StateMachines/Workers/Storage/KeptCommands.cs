using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>What is kept of commands.</summary>
internal static class KeptCommands
{
    /// <summary>Stands for all workers where a worker's name is kept. No name of a worker.</summary>
    public const string AllWorkers = "*";

    /// <summary>So many changes are remembered, in case one of them is told again.</summary>
    public const int MostRemembered = 1_000;

    /// <summary>One command for each worker that is meant, or one for all.</summary>
    public static IEnumerable<(string Worker, WorkerCommand Command)> Each(WorkerCommand command) =>
        command.Workers is { } names
            ? names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => (name, command with { Workers = [name], Revision = null }))
            : [(AllWorkers, command with { Revision = null })];

    /// <summary>A command that takes the place of another one.</summary>
    public static WorkerCommand Over(WorkerCommand command, WorkerCommand? before)
    {
        if (before is null || Growth(command) is not { } more || Growth(before) is not { } already)
            return command;

        var growth = already + more;
        return command with
        {
            Kind = growth < 0 ? WorkerCommandKind.ShrinkPool : WorkerCommandKind.GrowPool,
            Count = Math.Abs(growth),
        };
    }

    /// <summary>The name of the slot, as text.</summary>
    public static string Slot(WorkerCommand command)
    {
        var (kind, name) = WorkerSettingSlot.Of(command);
        return $"{kind}:{name}";
    }

    private static int? Growth(WorkerCommand command) => command.Kind switch
    {
        WorkerCommandKind.GrowPool => command.Count,
        WorkerCommandKind.ShrinkPool => -command.Count,
        _ => null,
    };
}
