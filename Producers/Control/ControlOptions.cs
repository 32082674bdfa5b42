namespace Messaging.Producers;

/// <summary>Whom a command is for, how long to wait for answers, and whether it is for good.</summary>
public sealed record ControlOptions
{
    /// <summary>Names of the workers that are meant. Default: <c>null</c>, which stands for all.</summary>
    public IReadOnlyList<string>? Workers { get; init; }

    /// <summary>
    /// How long to wait for answers. Default 1 s; 0.1 s to 1 minute. Ends sooner when all known workers have answered.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether workers that start later do the same. Default <see cref="SettingLifetime.UntilRestart"/>. Of no meaning
    /// for questions; queues are paused and resumed for good in any case.
    /// </summary>
    public SettingLifetime Lifetime { get; init; }

    internal static ControlOptions Default { get; } = new();
}
