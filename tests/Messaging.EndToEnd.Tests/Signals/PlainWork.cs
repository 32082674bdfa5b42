using MassTransit;
using Messaging.Consumers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>Run by an ordinary MassTransit consumer that makes use of being run as a task.</summary>
public sealed record PlainWork(string Gate);

/// <summary>Runs <see cref="PlainWork"/>.</summary>
public sealed class PlainWorkConsumer : IConsumer<PlainWork>
{
    public async Task Consume(ConsumeContext<PlainWork> context)
    {
        var task = context.AsTask();
        if (task.Attempt == 1)
            throw task.Snooze(TimeSpan.Zero);

        await task.ReportProgress(1, 4, "begun");
        await task.SetState("Working");
        await Gate.Named(context.Message.Gate).Pass(task.CancellationToken);
    }
}
