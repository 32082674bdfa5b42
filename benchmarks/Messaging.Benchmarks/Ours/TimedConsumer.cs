using Messaging.Consumers;

namespace Messaging.Benchmarks;

/// <summary>Runs <see cref="Timed"/>.</summary>
/// <param name="watch">Notes its start.</param>
internal sealed class TimedConsumer(StartWatch watch) : ITaskConsumer<Timed, int>
{
    public Task<int> Consume(TaskContext<Timed> context)
    {
        watch.Signal();
        return Task.FromResult(context.Message.Number);
    }
}
