using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Hears revocations as they are made, on the worker's control queue.</summary>
internal sealed class RevokeTaskConsumer(RevocationList revocations) : IConsumer<RevokeTask>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<RevokeTask> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        revocations.Add(context.Message);
        return Task.CompletedTask;
    }
}
