using System.Runtime.InteropServices;
using Messaging.Consumers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// What a worker does on SIGTERM, SIGINT and SIGQUIT.
/// <list type="number">
/// <item>The first one is the host's, which stops, and with it the bus: tasks that run go on for up to
/// <c>Worker:StopTimeout</c>.</item>
/// <item>One that follows within a second is the same one, by another way: shells and supervisors pass signals on that
/// their whole group has got.</item>
/// <item>The next one puts back what is left at once: running tasks are cancelled, and their messages go back to their
/// queues.</item>
/// <item>Code that does not observe its cancellation cannot be stopped inside a process. Three seconds later the
/// process ends, and the broker takes the messages back with its connection.</item>
/// </list>
/// </summary>
internal sealed class StopSignals(
    ActiveRoles roles,
    WorkerTasks tasks,
    WorkerSlots slots,
    WorkerQueues queues,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<StopSignals> logger)
    : IHostedService, IDisposable
{
    /// <summary>What shells take for an end by Ctrl-C.</summary>
    private const int Interrupted = 130;

    private static readonly TimeSpan SameSignal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(3);

    private readonly List<PosixSignalRegistration> registrations = [];
    private long stoppingSince;
    private int isPutBack;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!roles.IsWorker)
            return Task.CompletedTask;

        lifetime.ApplicationStopping.Register(() => Volatile.Write(ref stoppingSince, clock.GetTimestamp()));
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private void Handle(PosixSignalContext context)
    {
        var since = Volatile.Read(ref stoppingSince);
        if (since == 0)
            return;

        context.Cancel = true;
        if (clock.GetElapsedTime(since) >= SameSignal && Interlocked.Exchange(ref isPutBack, 1) == 0)
            _ = PutBackAll();
    }

    private async Task PutBackAll()
    {
        // First of all: what follows must not be able to put it off.
        var ending = EndUnlessStopped();
        slots.Stop();
        queues.CloseAll();
        HostingLog.StopsAtOnce(logger, tasks.PutBack(static _ => true));
        await ending;
    }

    private async Task EndUnlessStopped()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStopped.Register(stopped.SetResult);
        try
        {
            await stopped.Task.WaitAsync(LastWait, clock);
        }
        catch (TimeoutException)
        {
            HostingLog.EndsTheProcess(logger, tasks.Running, LastWait.TotalSeconds);
            Environment.Exit(Interrupted);
        }
    }
}
