using Messaging.Consumers;

namespace Messaging.Benchmarks;

/// <summary>Runs <see cref="NoOp"/>.</summary>
/// <param name="gate">What it waits for, if anything.</param>
internal sealed class NoOpConsumer(Gate gate) : ITaskConsumer<NoOp, int>
{
    public async Task<int> Consume(TaskContext<NoOp> context)
    {
        await gate.Opened;
        return context.Message.Number;
    }
}
