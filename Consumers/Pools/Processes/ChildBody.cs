using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.Consumers;

/// <summary>The message for a child process: MassTransit's JSON envelope, whatever it came in.</summary>
internal static class ChildBody
{
    public static byte[] Of<TTask>(ConsumeContext<TTask> context, Guid taskId)
        where TTask : class
    {
        var isEnvelope = string.Equals(
            context.ReceiveContext.ContentType?.MediaType,
            SystemTextJsonMessageSerializer.JsonContentType.MediaType,
            StringComparison.OrdinalIgnoreCase);
        if (isEnvelope && context.MessageId is not null)
            return context.ReceiveContext.Body.GetBytes();

        var envelope = new JsonMessageEnvelope(context, context.Message, [MessageUrn.ForTypeString<TTask>()])
        {
            MessageId = taskId.ToString(),
        };
        return JsonSerializer.SerializeToUtf8Bytes<MessageEnvelope>(envelope, SystemTextJsonMessageSerializer.Options);
    }
}
