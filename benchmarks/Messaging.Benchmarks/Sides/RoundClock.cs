using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>Measures the part of a round that counts: time, processor time and memory.</summary>
internal sealed class RoundClock(ServerAddresses servers)
{
    private CpuMeter? cpu;
    private double startRss;
    private long began;
    private double? sendSeconds;
    private RoundResult? result;

    /// <summary>How tasks for later have arrived, where that is measured.</summary>
    public ArrivalFigures? Arrivals { get; set; }

    /// <summary>What was measured.</summary>
    public RoundResult Result => result is { } stopped
        ? stopped with { Arrivals = Arrivals }
        : throw new InvalidOperationException("The clock has not been stopped.");

    /// <summary>Takes the time of sending, which comes before what is measured.</summary>
    public async Task<T> Sending<T>(Func<Task<T>> send)
    {
        var sendBegan = Stopwatch.GetTimestamp();
        var sent = await send();
        sendSeconds = Stopwatch.GetElapsedTime(sendBegan).TotalSeconds;
        return sent;
    }

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
            SendSeconds = sendSeconds,
            Cpu = cpu.Read(),
            StartRss = startRss,
            PeakRss = ResidentMemory.Peak,
        };
    }
}
