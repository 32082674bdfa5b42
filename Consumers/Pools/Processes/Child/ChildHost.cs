using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Messaging.Consumers;

/// <summary>
/// Makes a child process of a program that is started a second time. First of all hosted services, and its start never
/// ends, so nothing else of the program's host is started: no web server, no bus, no service of the user's.
/// <list type="number">
/// <item>It connects to the worker, says that it is ready, and runs what it is given.</item>
/// <item>Signals are the worker's to act on: Ctrl-C and systemd send them to children as well, and tasks are to be
/// finished.</item>
/// <item>When the connection closes the process ends: in order if it has nothing to do, and at once if a task runs,
/// since then the worker is dead and its task runs elsewhere.</item>
/// </list>
/// </summary>
internal sealed class ChildHost(ChildConnection connection, ChildRuns runs, IChildBus bus) : IHostedLifecycleService
{
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(2);

    private readonly List<PosixSignalRegistration> signals = [];

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            signals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));

        bus.Make();
        connection.Open(ChildAddress.Socket ?? throw new UnreachableException(), Handle, End);
        await connection.Tell(FrameKind.Ready, Environment.ProcessId);

        await new TaskCompletionSource().Task;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Run:
                runs.Start(frame.As<RunFrame>());
                break;
            case FrameKind.Cancel:
                runs.Cancel(frame.As<CancelFrame>());
                break;
            default:
                throw new InvalidDataException($"A worker does not say {frame.Kind}.");
        }
    }

    private void End()
    {
        if (!runs.IsBusy)
        {
            var exit = new Thread(() => Environment.Exit(0)) { IsBackground = true };
            exit.Start();
            // Whatever the program does at its end may hang.
            exit.Join(LongestExit);
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
