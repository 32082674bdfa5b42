using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>Makes scheduled messages.</summary>
public static class SampleMessages
{
    /// <summary>The time that the samples count from.</summary>
    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A time in seconds after <see cref="Start"/>.</summary>
    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    /// <summary>A task that is due so many seconds after <see cref="Start"/>.</summary>
    public static ScheduledMessage Due(double seconds, Guid? token = null, int attempt = 1) => new()
    {
        Token = token ?? Guid.CreateVersion7(),
        Attempt = attempt,
        Due = At(seconds),
        Destination = new Uri("queue:app-default"),
        Queue = "app-default",
        Name = "math.add",
        Body = "{\"message\":{}}"u8.ToArray(),
    };
}
