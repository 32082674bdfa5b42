namespace Messaging.Producers;

/// <summary>How long a worker keeps to what it was told.</summary>
public enum SettingLifetime
{
    /// <summary>Until it ends; when it starts again it goes by its configuration.</summary>
    UntilRestart = 0,

    /// <summary>
    /// For good: the trackers keep it and tell it to workers that start later. For all workers, also to those that are
    /// not there yet. The last thing that was said of the same queue, task or pool is what counts.
    /// </summary>
    Kept = 1,
}
