using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Execution;

/// <summary>Fails the first time and waits at a gate the second.</summary>
public sealed record FailThenWait(string Gate) : ITask;

/// <summary>Runs <see cref="FailThenWait"/>.</summary>
public sealed class FailThenWaitConsumer : ITaskConsumer<FailThenWait>
{
    public Task Consume(TaskContext<FailThenWait> context) => context.Attempt == 1
        ? throw new InvalidDataException("Failed on purpose.")
        : Gate.Named(context.Message.Gate).Pass(context.CancellationToken);
}
