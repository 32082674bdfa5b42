using System.ComponentModel;
using System.Diagnostics;

namespace Messaging.Consumers;

/// <summary>The end of a child process: waits for it, brings it about, and says how it was.</summary>
internal sealed class ChildEnding : IDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock killing = new();
    private readonly Process process;
    private readonly ChildErrors errors;

    /// <summary>Follows a process that has been started and raises events.</summary>
    public ChildEnding(Process process)
    {
        this.process = process;
        errors = new ChildErrors(process.StandardError);
        process.Exited += (_, _) => exited.TrySetResult();
        // It may have been raised before anybody listened.
        if (process.HasExited)
            exited.TrySetResult();
    }

    /// <summary>The process is gone.</summary>
    public Task Exited => exited.Task;

    /// <summary>Kills it, and what it has started.</summary>
    public void Kill()
    {
        lock (killing)
        {
            if (Exited.IsCompleted)
                return;

            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception
                is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It is gone already, or some process that it had started may not be killed; it itself must.
                if (!process.HasExited)
                    process.Kill();
            }
        }
    }

    /// <summary>Lets go of the process, which has ended; not while it is being killed.</summary>
    public void Dispose()
    {
        lock (killing)
            process.Dispose();
    }

    /// <summary>How it ended, once it has.</summary>
    public async Task<string> Describe()
    {
        await Exited;
        // Whatever it has started may keep its standard error open.
        await Task.WhenAny(errors.Ended, Task.Delay(LastWords));
        return ChildExit.Describe(process.ExitCode, errors.Last);
    }
}
