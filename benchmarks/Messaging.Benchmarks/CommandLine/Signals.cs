using System.Runtime.InteropServices;

namespace Messaging.Benchmarks;

/// <summary>Turns Ctrl-C, a closed terminal and <c>kill</c> into a cancellation, so that servers are stopped.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource cancelled = new();
    private readonly PosixSignalRegistration[] registrations;

    public Signals() => registrations = Array.ConvertAll(
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP],
        signal => PosixSignalRegistration.Create(signal, Cancel));

    public CancellationToken Token => cancelled.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        cancelled.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = true;
        cancelled.Cancel();
    }
}
