namespace Messaging.Consumers;

/// <summary>
/// When a worker drains and ends with exit code 75, to be started anew by systemd, Kubernetes or whoever watches over it
/// (<c>Worker:RecycleAbove</c>). For the pools whose tasks cannot be killed.
/// </summary>
public sealed class RecycleOptions
{
    /// <summary>Resident memory of the process, in bytes. Default: no limit; 16 MiB or more.</summary>
    public long? Memory { get; set; }

    /// <summary>
    /// Tasks that were given up at their time limit and whose code still runs. Default: no limit; 0 or more.
    /// </summary>
    public int? StuckTasks { get; set; }
}
