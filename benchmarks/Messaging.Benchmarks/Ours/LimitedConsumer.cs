using Messaging.Consumers;

namespace Messaging.Benchmarks;

/// <summary>Runs <see cref="Limited"/>.</summary>
/// <param name="starts">Notes its start.</param>
internal sealed class LimitedConsumer(LimitedStarts starts) : ITaskConsumer<Limited>
{
    /// <summary>Starts a second, over all workers, for each key.</summary>
    public const int Rate = 100;

    public static void Policy(TaskPolicyBuilder policy) =>
        policy.ClusterRateLimit<Limited>($"{Rate}/s", task => task.Key);

    public Task Consume(TaskContext<Limited> context)
    {
        starts.Add(context.Message.Key);
        return Task.CompletedTask;
    }
}
