namespace Messaging.Benchmarks;

/// <summary>Tasks that are all queued when a worker starts.</summary>
internal sealed class Drain() : PairedScenario(SideKind.OursDrain, SideKind.PlainDrain)
{
    public override string Name => "drain";

    public override string Description => "queued tasks run and tracked by one worker, beside plain MassTransit";

    public override int DefaultTasks => 200_000;
}
