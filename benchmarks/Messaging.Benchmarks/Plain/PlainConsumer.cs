using MassTransit;

namespace Messaging.Benchmarks;

/// <summary>Consumes <see cref="PlainNoOp"/>.</summary>
/// <param name="gate">What it waits for, if anything.</param>
/// <param name="countdown">Counts what is consumed.</param>
internal sealed class PlainConsumer(Gate gate, Countdown countdown) : IConsumer<PlainNoOp>
{
    public async Task Consume(ConsumeContext<PlainNoOp> context)
    {
        await gate.Opened;
        countdown.Signal();
    }
}
