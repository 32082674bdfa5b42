namespace Messaging.Benchmarks;

/// <summary>Tasks that are sent and run at the same time, until the tracker has all of them as succeeded.</summary>
internal sealed class Throughput() : PairedScenario(SideKind.OursThroughput, SideKind.PlainThroughput)
{
    public override string Name => "throughput";

    public override string Description => "tasks sent, run and tracked at the same time, beside plain MassTransit";

    public override int DefaultTasks => 100_000;
}
