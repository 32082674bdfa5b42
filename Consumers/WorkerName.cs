namespace Messaging.Consumers;

/// <summary>Makes worker names.</summary>
internal static class WorkerName
{
    /// <summary>Host and process say where to look; the rest keeps two workers of one process apart.</summary>
    public static string New() =>
        $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..4]}";
}
