namespace Messaging.Contracts;

/// <summary>Says what is wrong with a trigger.</summary>
internal static class TriggerRules
{
    public static IReadOnlyList<string> Faults(Trigger trigger) => trigger switch
    {
        IntervalTrigger interval when interval.Every < TimeSpan.FromMilliseconds(1) =>
            [$"Every is {interval.Every}. Allowed: 1 ms or more."],
        _ => [],
    };
}
