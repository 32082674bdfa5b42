using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>Measures the part of a round that counts: time, processor time and memory.</summary>
internal sealed class RoundClock(ServerAddresses servers)
{
    private CpuMeter? cpu;
    private double startRss;
    private long began;
    private RoundResult? result;

    /// <summary>What was measured.</summary>
    public RoundResult Result => result ?? throw new InvalidOperationException("The clock has not been stopped.");

    public void Start()
    {
        startRss = ResidentMemory.Now;
        ResidentMemory.ForgetPeak();
        cpu = new CpuMeter(servers.BrokerProcess, servers.StoreProcess);
        began = Stopwatch.GetTimestamp();
    }

    /// <summary>Stops at a moment that has just been.</summary>
    /// <param name="ended">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Stop(long ended)
    {
        if (cpu is null)
            throw new InvalidOperationException("The clock has not been started.");

        result = new RoundResult
        {
            Seconds = Stopwatch.GetElapsedTime(began, ended).TotalSeconds,
            Cpu = cpu.Read(),
            StartRss = startRss,
            PeakRss = ResidentMemory.Peak,
        };
    }
}
