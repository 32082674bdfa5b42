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
/// Puts copies of messages into error queues, with the same headers as the transport does, each again and again until the
/// broker confirms it. The bus is looked up when it is needed, since it is made with the worker's filters in it.
/// </summary>
internal sealed class ErrorQueue(
    IServiceProvider services, IBroker broker, TimeProvider clock, ILogger<ErrorQueue> logger) : IErrorQueue
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly ContentType Envelope = new("application/vnd.masstransit+json");

    private int unreachable;

    public async Task Keep(
        ConsumeContext message, string queue, Exception failure, CancellationToken cancellationToken)
    {
        var address = broker.QueueAddress($"{queue}_error");
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait < LongestWait ? 2 * wait : wait)
        {
            try
            {
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                attempt.CancelAfter(AttemptTimeout);
                var endpoint = await services.GetRequiredService<IBus>().GetSendEndpoint(address);
                await GuardedSend.Send(
                    endpoint, Copy.Message, context => Configure(context, message, failure), attempt.Token);

                if (Interlocked.Exchange(ref unreachable, 0) == 1)
                    HostingLog.ErrorsKeptAgain(logger, address);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref unreachable, 1) == 0)
                    HostingLog.ErrorNotKept(logger, address, exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private void Configure(SendContext context, ConsumeContext message, Exception failure)
    {
        var received = message.ReceiveContext;
        context.MessageId = message.MessageId;
        context.RequestId = message.RequestId;
        context.CorrelationId = message.CorrelationId;
        context.ConversationId = message.ConversationId;
        context.InitiatorId = message.InitiatorId;
        context.ResponseAddress = message.ResponseAddress;
        context.FaultAddress = message.FaultAddress;
        context.SupportedMessageTypes = [.. message.SupportedMessageTypes];
        foreach (var (name, value) in message.Headers.GetAll())
            context.Headers.Set(name, value);
        foreach (var (name, value) in new RescueExceptionReceiveContext(received, failure).ExceptionHeaders.GetAll())
            context.Headers.Set(name, value);
        if (message.TryGetPayload(out TaskExecution? execution))
            DeadLetterHeaders.Set(context.Headers, execution, failure);
        if (TaskHeaderFormat.Number(message.Headers.Get<string>(TaskHeaders.Priority)) is { } priority and <= 9)
            broker.SetPriority(context, (byte)priority);

        context.Serializer = new CopyBodySerializer(
            received.ContentType ?? Envelope, new BytesMessageBody(received.Body.GetBytes()));
    }

    /// <summary>What the bus takes this for; what travels is the body as it came.</summary>
    private sealed class Copy
    {
        public static readonly Copy Message = new();
    }
}
