using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Makes a dead letter of whatever lies in a dead-letter queue: a failed task, bytes that are no message, nothing at all.
/// Never fails.
/// </summary>
internal static class DeadLetterReader
{
    /// <summary>What the broker says of a delivery, not of the message.</summary>
    private static readonly string[] OfTheDelivery = ["RabbitMQ-", "x-"];

    /// <summary>Reads one.</summary>
    /// <param name="context">The message as it came from the dead-letter queue.</param>
    /// <param name="queue">Queue that it was in before.</param>
    /// <param name="isUnregistered">Whether it comes from where messages go that nobody wants.</param>
    /// <param name="now">The time.</param>
    public static ReceivedDeadLetter Read(
        ReceiveContext context, string queue, bool isUnregistered, DateTimeOffset now)
    {
        var body = context.Body.GetBytes();
        var headers = HeadersOf(context);
        var envelope = EnvelopeHead.Read(body);
        var taskId = TaskHeaderFormat.Id(headers.GetValueOrDefault(TaskHeaders.DeadLetterId))
            ?? context.GetMessageId()
            ?? TaskHeaderFormat.Id(envelope.MessageId);
        var attempt = Greater(
            TaskHeaderFormat.Number(headers.GetValueOrDefault(TaskHeaders.Attempt)),
            TaskHeaderFormat.Number(envelope.Attempt));
        var name = headers.GetValueOrDefault(TaskHeaders.Name) ?? envelope.Name;
        var reason = ReasonOf(headers, isUnregistered);

        var letter = new StoredDeadLetter
        {
            Id = taskId ?? IdOf(queue, headers, body),
            TaskId = taskId,
            Name = name,
            Queue = queue,
            Reason = reason,
            Error = ErrorOf(headers, reason, name, queue),
            DeadAt = StoredTime.Of(TimeOf(headers) ?? now),
            KeptAt = StoredTime.Of(now),
            Attempt = Math.Max(1, attempt ?? 1),
            Replays = TaskHeaderFormat.Number(envelope.Replays ?? headers.GetValueOrDefault(TaskHeaders.Replays)) ?? 0,
            Headers = headers,
            ContentType = context.ContentType?.ToString(),
            Body = body,
        };
        return new ReceivedDeadLetter(letter, IsAttemptTold: attempt is not null);
    }

    private static Dictionary<string, string> HeadersOf(ReceiveContext context)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.TransportHeaders.GetAll())
        {
            if (Array.Exists(OfTheDelivery, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                continue;

            var text = value is DateTime time
                ? time.ToString("O", CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture);
            if (text is not null)
                headers[name] = text;
        }

        return headers;
    }

    private static DeadLetterReason ReasonOf(Dictionary<string, string> headers, bool isUnregistered)
    {
        if (Enum.TryParse<DeadLetterReason>(headers.GetValueOrDefault(TaskHeaders.DeadLetterReason), out var reason)
            && Enum.IsDefined(reason))
        {
            return reason;
        }

        return isUnregistered ? DeadLetterReason.Unregistered : DeadLetterReason.Failed;
    }

    private static TaskError ErrorOf(
        Dictionary<string, string> headers, DeadLetterReason reason, string? name, string queue) => new()
    {
        Type = headers.GetValueOrDefault(MessageHeaders.FaultExceptionType) ?? reason.ToString(),
        Message = headers.GetValueOrDefault(MessageHeaders.FaultMessage)
            ?? $"No worker of queue '{queue}' has a consumer for '{name ?? "a message without a type"}'.",
        StackTrace = headers.GetValueOrDefault(MessageHeaders.FaultStackTrace),
    };

    private static DateTimeOffset? TimeOf(Dictionary<string, string> headers) =>
        DateTimeOffset.TryParse(
            headers.GetValueOrDefault(MessageHeaders.FaultTimestamp),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;

    /// <summary>The same for the same message, should it come twice.</summary>
    private static Guid IdOf(string queue, Dictionary<string, string> headers, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(queue));
        foreach (var (name, value) in headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{name}: {value}"));
        hash.AppendData(body);
        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static int? Greater(int? left, int? right) => left > right ? left : right ?? left;
}
