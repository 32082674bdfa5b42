using System.Security.Cryptography;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs;

/// <summary>
/// Now and then deletes temporary queues that nobody uses any more. Every process that has one of its own does that, each
/// time for a few of all, so that many processes do not ask more often than few.
/// </summary>
internal sealed class QueueSweep(
    SqsQueues queues, QueueNames names, TemporaryQueues temporary, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int MostAtOnce = 20;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopped = new();
    private Task? sweeping;

    /// <summary>Begins, if that has not been done.</summary>
    public void Start()
    {
        lock (gate)
            sweeping ??= stopped.IsCancellationRequested ? Task.CompletedTask : Task.Run(SweepNowAndThen);
    }

    public async ValueTask DisposeAsync()
    {
        Task? last;
        lock (gate)
        {
            stopped.Cancel();
            last = sweeping;
        }

        if (last is not null)
            await last;
        stopped.Dispose();
    }

    private async Task SweepNowAndThen()
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(NextPause(), time, stopped.Token);
                await Sweep();
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is BrokerUnavailableException or SqsException)
            {
                SqsLog.SweepFailed(logger, exception.Message);
            }
        }
    }

    private async Task Sweep()
    {
        var all = await queues.List(names.Internal(TemporaryQueue.Kind), stopped.Token);
        string[] some = [.. all];
        RandomNumberGenerator.Shuffle(some.AsSpan());
        foreach (var name in some.Take(MostAtOnce))
        {
            if (await temporary.DeleteIfIdle(name, stopped.Token) is { } deleted)
                SqsLog.QueueSwept(logger, deleted);
        }
    }

    private TimeSpan NextPause()
    {
        var half = (temporary.ShortestIdle ?? Longest) / 2;
        var pause = half < Shortest ? Shortest : half > Longest ? Longest : half;
        return pause * (RandomNumberGenerator.GetInt32(50, 151) / 100.0);
    }
}
