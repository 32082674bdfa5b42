namespace Messaging.StateMachines;

/// <summary>How long something is put off that could not be sent by itself, though the broker answers.</summary>
internal static class FailureWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>1 s the first time, then twice as long each time, up to a minute.</summary>
    /// <param name="failures">How often it has failed before.</param>
    public static TimeSpan After(int failures)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 6)));
        return wait < Longest ? wait : Longest;
    }
}
