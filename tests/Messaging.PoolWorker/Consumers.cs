using System.Diagnostics;
using Messaging.Consumers;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.PoolWorker;

/// <summary>Lets the spinning tasks of this process end, when their test has.</summary>
public static class Spinning
{
    private static volatile bool stopped;

    /// <summary>Whether they may end.</summary>
    public static bool IsStopped => stopped;

    /// <summary>Lets them.</summary>
    public static void Stop() => stopped = true;

    /// <summary>From now on they spin again.</summary>
    public static void Begin() => stopped = false;
}

public sealed class WhereConsumer : ITaskConsumer<Where, int>
{
    public Task<int> Consume(TaskContext<Where> context) => Task.FromResult(Environment.ProcessId);
}

public sealed class SpinConsumer : ITaskConsumer<Spin>
{
    public Task Consume(TaskContext<Spin> context)
    {
        while (!Spinning.IsStopped)
            Thread.SpinWait(1000);

        return Task.CompletedTask;
    }
}

public sealed class BlockConsumer : ITaskConsumer<Block, long[]>
{
    public async Task<long[]> Consume(TaskContext<Block> context)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Yield();
        // What code does that knows no better: its thread waits for its own continuation.
        Delay(context.Message.Time).GetAwaiter().GetResult();
        return [began, Stopwatch.GetTimestamp(), Thread.CurrentThread.IsThreadPoolThread ? 1 : 0];
    }

    private static async Task Delay(TimeSpan time)
    {
        await Task.Delay(time / 2);
        await Task.Delay(time / 2);
    }
}

public sealed class MeetConsumer : ITaskConsumer<Meet, bool>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public async Task<bool> Consume(TaskContext<Meet> context)
    {
        var folder = context.Message.Folder;
        await File.WriteAllTextAsync(Path.Combine(folder, context.TaskId + Meet.Here), "");
        await Task.Yield();
        // What code does that knows no better: its thread waits for its own continuation.
        Opened(Path.Combine(folder, Meet.Open), context.CancellationToken).GetAwaiter().GetResult();
        return Thread.CurrentThread.IsThreadPoolThread;
    }

    private static async Task Opened(string file, CancellationToken cancellationToken)
    {
        while (!File.Exists(file))
            await Task.Delay(BetweenLooks, cancellationToken);
    }
}

public sealed class WaitForCancelConsumer : ITaskConsumer<WaitForCancel>
{
    public Task Consume(TaskContext<WaitForCancel> context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
}

public sealed class BlockOnCancelConsumer : ITaskConsumer<BlockOnCancel>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public async Task Consume(TaskContext<BlockOnCancel> context)
    {
        // On whichever thread has cancelled it, and not on one of a pool's own.
        await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!File.Exists(context.Message.File))
            Task.Delay(BetweenLooks).GetAwaiter().GetResult();
    }
}

public sealed class LeakConsumer : ITaskConsumer<Leak, int>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly List<byte[]> Kept = [];

    public async Task<int> Consume(TaskContext<Leak> context)
    {
        var leaked = new byte[context.Message.Bytes];
        Array.Fill(leaked, (byte)1);
        lock (Kept)
            Kept.Add(leaked);

        while (context.Message.File is { } file && !File.Exists(file))
            await Task.Delay(BetweenLooks, context.CancellationToken);
        return Environment.ProcessId;
    }
}

public sealed class KillItselfConsumer : ITaskConsumer<KillItself, int>, ITaskConsumer<KillItselfAgain, int>
{
    public Task<int> Consume(TaskContext<KillItself> context) => Run(context.Message.File, context.Message.Times);

    public Task<int> Consume(TaskContext<KillItselfAgain> context) => Run(context.Message.File, context.Message.Times);

    private static async Task<int> Run(string file, int times)
    {
        await File.AppendAllLinesAsync(file, [$"{Environment.ProcessId}"]);
        var runs = (await File.ReadAllLinesAsync(file)).Length;
        if (runs <= times)
            Process.GetCurrentProcess().Kill();

        return runs;
    }
}

public sealed class ExitItselfConsumer : ITaskConsumer<ExitItself>
{
    public async Task Consume(TaskContext<ExitItself> context)
    {
        await Console.Error.WriteLineAsync("These are my last words.");
        Environment.Exit(context.Message.Code);
    }
}

public sealed class SendAnotherConsumer(ITaskClient tasks) : ITaskConsumer<SendAnother, int>
{
    public async Task<int> Consume(TaskContext<SendAnother> context)
    {
        var sent = await tasks.Send(
            new Add(context.Message.Number, 1), new TaskOptions { Queue = "other" }, context.CancellationToken);
        return await sent.GetResult(TimeSpan.FromSeconds(30), context.CancellationToken);
    }
}

public sealed class TellAndRetryConsumer : ITaskConsumer<TellAndRetry, int>
{
    public async Task<int> Consume(TaskContext<TellAndRetry> context)
    {
        await context.ReportProgress(context.Attempt, 2, $"attempt {context.Attempt}");
        await context.SetState("Telling", new { context.Attempt });
        if (context.Attempt == 1)
            throw context.Retry(TimeSpan.Zero, new InvalidDataException("Not at the first attempt."));

        return context.Attempt;
    }
}

public sealed class EndAsConsumer : ITaskConsumer<EndAs>
{
    public async Task Consume(TaskContext<EndAs> context)
    {
        await context.SetState("Ending");
        throw string.Equals(context.Message.Outcome, "Ignore", StringComparison.Ordinal)
            ? context.Ignore()
            : context.Reject("no such order");
    }
}
