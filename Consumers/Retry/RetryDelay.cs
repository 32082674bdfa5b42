namespace Messaging.Consumers;

/// <summary>What a task may ask for when it wants to be run again.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public static TimeSpan Check(TimeSpan delay) => delay >= TimeSpan.Zero && delay <= Longest
        ? delay
        : throw new ArgumentOutOfRangeException(
            nameof(delay), delay, $"The delay before a task is run again is {delay}. Allowed: 0 to {Longest}.");
}
