using System.Globalization;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Makes a dead letter of whatever lies in a dead-letter queue: a failed task, bytes that are no message, nothing at all.
/// Never fails.
/// </summary>
internal static class DeadLetterReader
{
    /// <summary>Reads one.</summary>
    /// <param name="context">The message as it came from the dead-letter queue.</param>
    /// <param name="queue">Queue that it was in before.</param>
    /// <param name="isUnregistered">Whether it comes from where messages go that nobody wants.</param>
    /// <param name="now">The time.</param>
    public static ReceivedDeadLetter Read(
        ReceiveContext context, string queue, bool isUnregistered, DateTimeOffset now)
    {
        var body = context.Body.GetBytes();
        var headers = MessageFingerprint.HeadersOf(context.TransportHeaders.GetAll());
        var envelope = EnvelopeHead.Read(body);
        var taskId = TaskHeaderFormat.Id(headers.GetValueOrDefault(TaskHeaders.DeadLetterId))
            ?? context.GetMessageId()
            ?? TaskHeaderFormat.Id(envelope.MessageId);
        var id = taskId ?? MessageFingerprint.IdOf(queue, headers, body);
        var attempt = Greater(
            TaskHeaderFormat.Number(headers.GetValueOrDefault(TaskHeaders.Attempt)),
            TaskHeaderFormat.Number(envelope.Attempt));
        var name = headers.GetValueOrDefault(TaskHeaders.Name) ?? envelope.Name;
        var reason = ReasonOf(headers, isUnregistered);

        var letter = new StoredDeadLetter
        {
            Id = id,
            // The worker that nobody has registered its task with has told of it under that id.
            TaskId = isUnregistered ? id : taskId,
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

    private static int? Greater(int? left, int? right) => left > right ? left : right ?? left;
}
