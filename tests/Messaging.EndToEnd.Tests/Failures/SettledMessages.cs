using System.Collections.Concurrent;
using MassTransit;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>Remembers which messages have been settled.</summary>
public sealed class SettledMessages : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, bool> settled = new();

    /// <summary>Whether a message has been settled.</summary>
    public bool Contains(Guid messageId) => settled.ContainsKey(messageId);

    /// <inheritdoc/>
    public Task PostReceive(ReceiveContext context)
    {
        if (context.TryGetPayload<ConsumeContext>(out var consumed) && consumed.MessageId is { } known)
            settled[known] = true;
        else if (context.GetMessageId() is { } messageId)
            settled[messageId] = true;

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
