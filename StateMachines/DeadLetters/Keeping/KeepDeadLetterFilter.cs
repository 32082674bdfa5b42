using MassTransit;

namespace Messaging.StateMachines;

/// <summary>
/// Takes whatever comes from a dead-letter queue, as bytes. Nothing after it is called, so nobody tries to read the
/// message.
/// </summary>
internal sealed class KeepDeadLetterFilter(
    DeadLetterKeeper keeper, string queue, bool isUnregistered, TimeProvider clock) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => keeper.Keep(
        DeadLetterReader.Read(context, queue, isUnregistered, clock.GetUtcNow()), context.CancellationToken);

    public void Probe(ProbeContext context) => context.CreateFilterScope("dead-letter-keeper");
}
