namespace Messaging.Contracts;

/// <summary>A .NET task that nobody awaits any more.</summary>
internal static class AbandonedTask
{
    /// <summary>
    /// Its failure, now or later, is no news: whoever has let go of it knows why it fails. Without this it would be
    /// reported as an exception that nobody has observed.
    /// </summary>
    public static void IgnoreFault(this Task abandoned) => _ = abandoned.ContinueWith(
        static faulted => faulted.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
