using System.Net.Mime;
using MassTransit;
using MassTransit.Middleware.Rescue;
using MassTransit.Serialization;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Puts copies of messages into error queues, with the same headers as the transport does, each until the broker
/// confirms it. The bus is looked up when it is needed, since it is made with the worker's filters in it.
/// </summary>
internal sealed class ErrorQueue(
    IServiceProvider services, IBroker broker, TimeProvider clock, ILogger<ErrorQueue> logger) : IErrorQueue
{
    private static readonly ContentType Envelope = new("application/vnd.masstransit+json");

    private readonly ConfirmedSender sender = new(
        services.GetRequiredService<IBus>,
        clock,
        (address, reason) => HostingLog.ErrorNotKept(logger, address, reason),
        address => HostingLog.ErrorsKeptAgain(logger, address));

    public Task Keep(
        ConsumeContext message, string queue, Exception failure, CancellationToken cancellationToken) =>
        sender.Send(
            broker.QueueAddress($"{queue}_error"),
            Copy.Message,
            context => Configure(context, message, failure),
            cancellationToken);

    private void Configure(SendContext context, ConsumeContext message, Exception failure)
    {
        var received = message.ReceiveContext;
        message.CopyTo(context);
        context.SupportedMessageTypes = [.. message.SupportedMessageTypes];
        foreach (var (name, value) in new RescueExceptionReceiveContext(received, failure).ExceptionHeaders.GetAll())
            context.Headers.Set(name, value);
        if (message.TryGetPayload(out TaskExecution? execution))
            DeadLetterHeaders.Set(context.Headers, execution, failure);
        broker.SetPriority(context, message.Headers.Get<string>(TaskHeaders.Priority));
        context.Serializer = new CopyBodySerializer(
            received.ContentType ?? Envelope, new BytesMessageBody(received.Body.GetBytes()));
    }

    /// <summary>What the bus takes this for; what travels is the body as it came.</summary>
    private sealed class Copy
    {
        public static readonly Copy Message = new();
    }
}
