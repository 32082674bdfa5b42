using MassTransit;
using MassTransit.Serialization;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>Messages whose consumers failed go to <c>&lt;queue&gt;_error</c>, and the headers say why.</summary>
internal sealed class ErrorQueueTransport(string queue) : IErrorTransport
{
    public Task Send(ExceptionReceiveContext context) =>
        FailedMessages.Move(context, $"{queue}_error", context.ExceptionHeaders.GetAll());
}

/// <summary>Messages that nobody consumes go to <c>&lt;queue&gt;_skipped</c>.</summary>
internal sealed class SkippedQueueTransport(string queue) : IDeadLetterTransport
{
    public Task Send(ReceiveContext context, string reason) =>
        FailedMessages.Move(context, $"{queue}_skipped", [new(MessageHeaders.Reason, reason ?? "Unspecified")]);
}

/// <summary>Moves messages that cannot be consumed.</summary>
internal static class FailedMessages
{
    public static Task Move(
        ReceiveContext context, string target, IEnumerable<KeyValuePair<string, object>> headers)
    {
        if (!context.TryGetPayload<HeldLock>(out var message))
        {
            throw new InvalidOperationException(
                $"A message of {context.InputAddress} cannot be moved to {target}: it was not received by this transport.");
        }

        var all = new DictionarySendHeaders();
        all.SetHostHeaders();
        foreach (var (name, value) in headers)
            all.Set(name, value);

        return message.Move(target, all.GetAll());
    }
}
