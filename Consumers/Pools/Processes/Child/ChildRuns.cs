using System.Diagnostics;

namespace Messaging.Consumers;

/// <summary>Runs tasks in a child process, one at a time, and tells their ends.</summary>
internal sealed class ChildRuns(
    TaskRegistry registry,
    IChildBus bus,
    ChildConnection connection,
    ChildEvents events,
    IServiceProvider services,
    TimeProvider clock)
    : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource? cancellation;
    private int number;

    /// <summary>Whether a task runs.</summary>
    public bool IsBusy
    {
        get
        {
            lock (gate)
                return cancellation is not null;
        }
    }

    /// <summary>Starts a task. The caller's thread is not used for it.</summary>
    public void Start(RunFrame frame)
    {
        lock (gate)
        {
            number = frame.Number;
            cancellation = new CancellationTokenSource();
            var token = cancellation.Token;
            _ = Task.Run(() => Run(frame, token), CancellationToken.None);
        }
    }

    /// <summary>Cancels a run, unless it has ended.</summary>
    public void Cancel(CancelFrame frame)
    {
        CancellationTokenSource? running;
        lock (gate)
            running = frame.Number == number ? cancellation : null;

        // Elsewhere, since what the task has hung on its token may take long, and throw, which is its own affair.
        _ = running?.CancelAsync();
    }

    public void Dispose() => cancellation?.Dispose();

    private async Task Run(RunFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            var (result, failure) = await Outcome(frame, cancellationToken);
            events.End();
            await bus.Flush();
            lock (gate)
                cancellation = null;

            using var process = Process.GetCurrentProcess();
            await connection.Tell(
                FrameKind.Ended,
                new EndedFrame { Result = result, Failure = failure, Memory = process.WorkingSet64 });
        }
        catch (Exception exception)
        {
            // An end that cannot be told would leave the task running for ever; the worker tells of the crash.
            Environment.FailFast($"How task '{frame.Task}' has ended cannot be told.", exception);
        }
    }

    private async Task<(string? Result, RemoteFailure? Failure)> Outcome(
        RunFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            return (await Execute(frame, cancellationToken), null);
        }
        catch (Exception exception)
        {
            return (null, RemoteFailure.Of(exception));
        }
    }

    private Task<string?> Execute(RunFrame frame, CancellationToken cancellationToken)
    {
        var registration = registry.Find(frame.Task)
            ?? throw new InvalidOperationException(
                "This child process does not register what its worker does. "
                + registry.WhyNot(frame.Task, frame.Queue));

        var received = new ChildReceiveContext(frame, bus, cancellationToken);
        return registration.RunInChild(
            received.Read(),
            context =>
            {
                var execution = new TaskExecution(
                    context, registration.Name, frame.Queue, frame.Worker, registration.Policy, clock);
                execution.Resume(frame.Attempt, frame.Snoozes);
                events.Begin(frame.Number, execution);
                return execution;
            },
            services);
    }
}
