using System.Collections.Concurrent;
using MassTransit;
using Messaging.Consumers;

namespace Messaging.Testing;

/// <summary>Runs <see cref="Add"/>.</summary>
public sealed class AddConsumer : ITaskConsumer<Add, int>
{
    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<Add> context) => Task.FromResult(context.Message.X + context.Message.Y);
}

/// <summary>Runs <see cref="WaitAtGate"/>.</summary>
public sealed class WaitAtGateConsumer : ITaskConsumer<WaitAtGate, string>
{
    /// <inheritdoc/>
    public async Task<string> Consume(TaskContext<WaitAtGate> context)
    {
        await Gate.Named(context.Message.Gate).Pass(context.CancellationToken);
        return "passed";
    }
}

/// <summary>Runs <see cref="FailTimes"/>.</summary>
public sealed class FailTimesConsumer : ITaskConsumer<FailTimes, int>
{
    private static readonly ConcurrentDictionary<string, int> Runs = new(StringComparer.Ordinal);

    /// <summary>How often a task has been run.</summary>
    public static int RunsOf(string key) => Runs.GetValueOrDefault(key);

    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<FailTimes> context)
    {
        var run = Runs.AddOrUpdate(context.Message.Key, 1, (_, runs) => runs + 1);
        if (run <= context.Message.Times)
            throw new InvalidDataException($"Failed on purpose, run {run}.");

        return Task.FromResult(context.Attempt);
    }
}

/// <summary>Runs <see cref="FailThenLater"/>.</summary>
public sealed class FailThenLaterConsumer : ITaskConsumer<FailThenLater, int>
{
    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<FailThenLater> context) => context.Attempt <= context.Message.Times
        ? throw new InvalidDataException($"Failed on purpose, attempt {context.Attempt}.")
        : Task.FromResult(context.Attempt);
}

/// <summary>Runs <see cref="AskAgain"/>.</summary>
public sealed class AskAgainConsumer : ITaskConsumer<AskAgain, int>
{
    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<AskAgain> context)
    {
        var task = context.Message;
        if (context.Attempt > task.Times)
            return Task.FromResult(context.Attempt);
        if (task.IsSnooze)
            throw context.Snooze(task.Delay.GetValueOrDefault());

        throw context.Retry(task.Delay, new InvalidDataException($"Not yet, attempt {context.Attempt}."));
    }
}

/// <summary>Runs <see cref="TellProgress"/>.</summary>
public sealed class TellProgressConsumer : ITaskConsumer<TellProgress>
{
    /// <inheritdoc/>
    public async Task Consume(TaskContext<TellProgress> context)
    {
        await context.ReportProgress(3, 10, "reading");
        await context.SetState("Compressing", new { Level = 9 });
        await Gate.Named(context.Message.Gate).Pass(context.CancellationToken);
    }
}

/// <summary>Runs <see cref="SayText"/>.</summary>
public sealed class SayTextConsumer : ITaskConsumer<SayText, string>
{
    /// <inheritdoc/>
    public async Task<string> Consume(TaskContext<SayText> context)
    {
        var text = context.Message.Text;
        await context.SetState("Saying", new { Text = text });
        return context.Message.Fails ? throw new InvalidDataException(text) : text;
    }
}

/// <summary>An ordinary MassTransit consumer.</summary>
public sealed class PlainCommandConsumer : IConsumer<PlainCommand>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<PlainCommand> context) => Task.CompletedTask;
}

/// <summary>Runs <see cref="SpinAtGate"/>.</summary>
public sealed class SpinAtGateConsumer : ITaskConsumer<SpinAtGate, string>
{
    /// <inheritdoc/>
    public async Task<string> Consume(TaskContext<SpinAtGate> context)
    {
        await Gate.Named(context.Message.Gate).Pass(CancellationToken.None);
        return "passed";
    }
}

/// <summary>Runs <see cref="ThrowCancellation"/>.</summary>
public sealed class ThrowCancellationConsumer : ITaskConsumer<ThrowCancellation, int>
{
    /// <inheritdoc/>
    public Task<int> Consume(TaskContext<ThrowCancellation> context) => throw new AggregateException(
        new TaskCanceledException("A wait was cancelled.", new TimeoutException("the service did not answer")));
}
