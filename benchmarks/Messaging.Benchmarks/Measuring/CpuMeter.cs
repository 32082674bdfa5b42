namespace Messaging.Benchmarks;

/// <summary>Measures processor time of this process and of the servers, from its making on.</summary>
internal sealed class CpuMeter
{
    private readonly int? broker;
    private readonly int? store;
    private readonly CpuUsage begin;

    /// <summary>Begins to measure.</summary>
    /// <param name="broker">Process of the broker, if it is one of its own.</param>
    /// <param name="store">
    /// Process of the database, if it is one of its own; what it uses counts as the broker's if it is that too.
    /// </param>
    public CpuMeter(int? broker, int? store)
    {
        this.broker = broker;
        this.store = store == broker ? null : store;
        begin = Now();
    }

    /// <summary>Used since the beginning.</summary>
    public CpuUsage Read()
    {
        var now = Now();
        return new CpuUsage(now.Dotnet - begin.Dotnet, now.Broker - begin.Broker, now.Store - begin.Store);
    }

    private CpuUsage Now() => new(
        Environment.CpuUsage.TotalTime.TotalMicroseconds,
        ProcessTree.CpuMicroseconds(broker),
        ProcessTree.CpuMicroseconds(store));
}
