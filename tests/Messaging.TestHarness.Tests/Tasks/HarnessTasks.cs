using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.TestHarness.Tests;

/// <summary>Sends a sum for each number below the given one, and does not wait for them.</summary>
public sealed record SendSums(int Count) : ITask;

/// <summary>Runs <see cref="SendSums"/>.</summary>
public sealed class SendSumsConsumer(ITaskClient tasks) : ITaskConsumer<SendSums>
{
    public async Task Consume(TaskContext<SendSums> context)
    {
        for (var number = 0; number < context.Message.Count; number++)
        {
            await tasks.Send(
                new Testing.Add(number, number),
                new TaskOptions { Countdown = TimeSpan.FromDays(number) },
                context.CancellationToken);
        }
    }
}

/// <summary>Goes to a queue of its own, by its contract.</summary>
[TaskPolicy(Queue = "reports")]
public sealed record Elsewhere : ITask<string>;

/// <summary>Runs <see cref="Elsewhere"/>.</summary>
public sealed class ElsewhereConsumer : ITaskConsumer<Elsewhere, string>
{
    public Task<string> Consume(TaskContext<Elsewhere> context) => Task.FromResult(context.Queue);
}
