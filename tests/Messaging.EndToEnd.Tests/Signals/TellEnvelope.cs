using Messaging.Consumers;
using Messaging.Contracts;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>Fails once, and tells in its second attempt what its message came with.</summary>
[TaskName("signals.envelope")]
public sealed record TellEnvelope : ITask<Envelope>;

/// <summary>What a task's message came with.</summary>
public sealed record Envelope(Guid TaskId, string? Priority, string? Root, string? Parent, string? Trace);

/// <summary>Runs <see cref="TellEnvelope"/>.</summary>
public sealed class TellEnvelopeConsumer : ITaskConsumer<TellEnvelope, Envelope>
{
    public Task<Envelope> Consume(TaskContext<TellEnvelope> context)
    {
        var headers = context.Headers;
        return context.Attempt == 1
            ? throw new InvalidDataException("Failed on purpose.")
            : Task.FromResult(new Envelope(
                context.TaskId,
                headers.Get<string>(TaskHeaders.Priority),
                headers.Get<string>(TaskHeaders.RootId),
                headers.Get<string>(TaskHeaders.ParentId),
                headers.Get<string>("Trace")));
    }
}
