using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>There is no schedule of a name. Clients know this exception by its own name.</summary>
internal sealed class NoSuchScheduleException : Exception
{
    private const int MostNames = 500;
    private const int MostShown = 10;

    private NoSuchScheduleException(string message)
        : base(message)
    {
    }

    public static async Task<NoSuchScheduleException> Of(
        string name, IScheduleStore schedules, CancellationToken cancellationToken)
    {
        var found = await schedules.List(new ListSchedules { PageSize = MostNames }, cancellationToken);
        return new NoSuchScheduleException(Describe(name, [.. found.Select(schedule => schedule.Definition.Name)]));
    }

    private static string Describe(string name, string[] names)
    {
        if (names.Length == 0)
            return $"There is no schedule '{name}', nor any other. Make one with ISchedules.Put or AddPeriodicTask.";

        var shown = $"'{string.Join("', '", names.Take(MostShown))}'";
        var rest = names.Length > MostShown ? " and others" : "";
        return $"There is no schedule '{name}'. {DidYouMean.Sentence(name, names)}There are {shown}{rest}.";
    }
}
