namespace Messaging.Consumers;

/// <summary>What remote control changes of rate limits.</summary>
internal interface IWorkerRateLimits
{
    /// <summary>Sets the limit of this worker for a task; <c>null</c> for none.</summary>
    void SetRateLimit(string taskName, RateLimit? limit);
}
