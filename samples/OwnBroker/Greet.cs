using Messaging.Consumers;
using Messaging.Contracts;

namespace Messaging.Samples.OwnBroker;

/// <summary>A task.</summary>
public sealed record Greet(string Name) : ITask<string>;

/// <summary>Runs it.</summary>
public sealed class GreetConsumer : ITaskConsumer<Greet, string>
{
    /// <inheritdoc/>
    public Task<string> Consume(TaskContext<Greet> context) => Task.FromResult($"Hello, {context.Message.Name}!");
}
