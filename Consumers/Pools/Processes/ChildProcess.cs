using System.Diagnostics;

namespace Messaging.Consumers;

/// <summary>
/// A child process that is ready, as its worker sees it. Runs one task at a time.
/// <list type="number">
/// <item>What it tells is read until it has nothing more to tell: it is gone, or about to be.</item>
/// <item>When it is gone, the run that it was at fails with how it ended.</item>
/// </list>
/// </summary>
internal sealed class ChildProcess
{
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly ChildEnding ending;
    private readonly FrameStream frames;
    private readonly Lock gate = new();
    private Run? current;
    private bool isRetired;
    private string? howEnded;
    private int runs;

    public ChildProcess(Process process, ChildEnding ending, FrameStream frames)
    {
        (this.process, this.ending, this.frames) = (process, ending, frames);
        Id = process.Id;
        Ended = Follow();
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Tasks that it was given so far.</summary>
    public int Runs => Volatile.Read(ref runs);

    /// <summary>Ends when the process has, with how.</summary>
    public Task<string> Ended { get; }

    /// <summary>Whether the process is known to have ended.</summary>
    public bool HasEnded
    {
        get
        {
            lock (gate)
                return howEnded is not null;
        }
    }

    /// <summary>Whether it runs a task, or ran one when it ended.</summary>
    public bool IsBusy => Volatile.Read(ref current) is not null;

    /// <summary>Whether the worker itself has ended it, or is about to.</summary>
    public bool IsRetired => Volatile.Read(ref isRetired);

    /// <summary>Whether no other is to take its place.</summary>
    public bool IsDismissed { get; set; }

    /// <summary>What it was last found to hold, in bytes.</summary>
    public long Memory { get; private set; }

    /// <summary>What it holds now, in bytes.</summary>
    public long CurrentMemory()
    {
        lock (gate)
        {
            if (howEnded is not null)
                return 0;

            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Runs a task.</summary>
    /// <param name="frame">The task; its number is set here.</param>
    /// <param name="tell">Takes what is told of it while it runs.</param>
    /// <returns>How it ended; <c>null</c> if the process was gone before it could be given the task.</returns>
    /// <exception cref="WorkerLostException">The process ended first.</exception>
    public async Task<EndedFrame?> Execute(RunFrame frame, Func<Frame, ValueTask> tell)
    {
        var run = new Run(Interlocked.Increment(ref runs), frame, tell);
        lock (gate)
        {
            if (howEnded is not null)
                return null;

            current = run;
        }

        if (await TryWrite(FrameKind.Run, frame with { Number = run.Number }))
            return await run.Result;

        lock (gate)
        {
            current = null;
            run.Forget();
            return null;
        }
    }

    /// <summary>Cancels the token of the task that runs.</summary>
    public Task Cancel() => Volatile.Read(ref current) is { } run
        ? TryWrite(FrameKind.Cancel, new CancelFrame(run.Number))
        : Task.CompletedTask;

    /// <summary>Ends it at once, whatever it is at.</summary>
    public void Kill()
    {
        Volatile.Write(ref isRetired, true);
        ending.Kill();
    }

    /// <summary>Ends it at once if it still runs a task: it may have another one by now.</summary>
    /// <param name="frame">The task, as it was given.</param>
    /// <returns>Whether it did.</returns>
    public bool TryKill(RunFrame frame)
    {
        lock (gate)
        {
            if (!ReferenceEquals(current?.Frame, frame))
                return false;

            Volatile.Write(ref isRetired, true);
        }

        ending.Kill();
        return true;
    }

    /// <summary>Lets it end; it has nothing to do.</summary>
    public async Task Retire()
    {
        Volatile.Write(ref isRetired, true);
        frames.Dispose();
        if (await Task.WhenAny(ending.Exited, Task.Delay(LongestExit)) != ending.Exited)
            ending.Kill();
    }

    private async Task<string> Follow()
    {
        var told = await Listen();
        if (await Task.WhenAny(ending.Exited, Task.Delay(LongestExit)) != ending.Exited)
            ending.Kill();

        var how = await ending.Describe() + told;
        frames.Dispose();
        lock (gate)
        {
            howEnded = how;
            current?.Fail(WorkerLostException.ChildEnded(current.Frame.Task, Id, how));
        }

        ending.Dispose();

        return how;
    }

    /// <summary>Nothing if it simply ended, else what was wrong with what it told.</summary>
    private async Task<string> Listen()
    {
        try
        {
            while (await frames.Read() is { } frame)
                await Handle(frame);

            return "";
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return "";
        }
        catch (Exception exception)
        {
            // Whatever it was, nobody listens to this child any more.
            ending.Kill();
            return $" What it told could not be dealt with: {exception.Message}";
        }
    }

    private async Task Handle(Frame frame)
    {
        var run = Volatile.Read(ref current);
        if (frame.Kind != FrameKind.Ended)
        {
            // What a task has left running may tell of it when it has ended.
            if (run?.Number == frame.As<ToldFrame>().Run)
                await run.Tell(frame);
            return;
        }

        if (run is null)
            throw new InvalidDataException("The end of a task came while none ran.");

        var ended = frame.As<EndedFrame>();
        Memory = ended.Memory;
        lock (gate)
            current = null;
        run.End(ended);
    }

    private async Task<bool> TryWrite<T>(FrameKind kind, T content)
    {
        try
        {
            await frames.Write(kind, content);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It is gone, which whoever reads from it finds out too, and tells.
            return false;
        }
    }

    private sealed class Run(int number, RunFrame frame, Func<Frame, ValueTask> tell)
    {
        private readonly TaskCompletionSource<EndedFrame> result =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Number => number;

        public RunFrame Frame => frame;

        public Task<EndedFrame> Result => result.Task;

        public ValueTask Tell(Frame frame) => tell(frame);

        public void End(EndedFrame ended) => result.TrySetResult(ended);

        public void Fail(Exception exception) => result.TrySetException(exception);

        /// <summary>Nobody waits for it any more, whether it has failed or not.</summary>
        public void Forget() => _ = result.Task.Exception;
    }
}
