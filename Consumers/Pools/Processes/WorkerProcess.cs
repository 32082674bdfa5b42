namespace Messaging.Consumers;

/// <summary>What kind of process this is, for code that runs before the host is started.</summary>
public static class WorkerProcess
{
    /// <summary>
    /// Whether this is a child process of the pool <see cref="PoolKind.Processes"/>: the same program, started again by
    /// its worker. No hosted service is started in it; what the program does before, it does here too, unless it asks
    /// this.
    /// </summary>
    public static bool IsChild => ChildAddress.Socket is not null;
}
