using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Messaging.AmazonSqs;

/// <summary>One thing that SQS can be asked to do.</summary>
/// <param name="Name">SQS's name for it.</param>
/// <param name="Request">How a request is written.</param>
/// <param name="Answer">How an answer is read.</param>
internal sealed record SqsAction<TRequest, TAnswer>(
    string Name, JsonTypeInfo<TRequest> Request, JsonTypeInfo<TAnswer> Answer)
{
    /// <summary>Reads an answer. Where there is nothing to say, SQS sends no bytes at all.</summary>
    /// <exception cref="JsonException">It is not SQS's.</exception>
    public TAnswer Read(ReadOnlySpan<byte> answer) => JsonSerializer.Deserialize(
        answer.IsEmpty && typeof(TAnswer) == typeof(Nothing) ? "{}"u8 : answer, Answer)!;
}

/// <summary>What SQS is asked to do.</summary>
internal static class SqsActions
{
    public static SqsAction<SendBatch, BatchAnswer> Send { get; } =
        new("SendMessageBatch", SqsJson.Wire.SendBatch, SqsJson.Wire.BatchAnswer);

    public static SqsAction<ReceiveRequest, ReceiveAnswer> Receive { get; } =
        new("ReceiveMessage", SqsJson.Wire.ReceiveRequest, SqsJson.Wire.ReceiveAnswer);

    public static SqsAction<ReceiptBatch, BatchAnswer> Delete { get; } =
        new("DeleteMessageBatch", SqsJson.Wire.ReceiptBatch, SqsJson.Wire.BatchAnswer);

    public static SqsAction<ReceiptBatch, BatchAnswer> ChangeVisibility { get; } =
        new("ChangeMessageVisibilityBatch", SqsJson.Wire.ReceiptBatch, SqsJson.Wire.BatchAnswer);

    public static SqsAction<QueueByName, QueueAnswer> GetQueueUrl { get; } =
        new("GetQueueUrl", SqsJson.Wire.QueueByName, SqsJson.Wire.QueueAnswer);

    public static SqsAction<NewQueue, QueueAnswer> CreateQueue { get; } =
        new("CreateQueue", SqsJson.Wire.NewQueue, SqsJson.Wire.QueueAnswer);

    public static SqsAction<QueueByUrl, Nothing> DeleteQueue { get; } =
        new("DeleteQueue", SqsJson.Wire.QueueByUrl, SqsJson.Wire.Nothing);

    public static SqsAction<ListRequest, ListAnswer> ListQueues { get; } =
        new("ListQueues", SqsJson.Wire.ListRequest, SqsJson.Wire.ListAnswer);

    public static SqsAction<AttributesRequest, AttributesAnswer> GetAttributes { get; } =
        new("GetQueueAttributes", SqsJson.Wire.AttributesRequest, SqsJson.Wire.AttributesAnswer);

    public static SqsAction<QueueByUrl, TagsAnswer> ListTags { get; } =
        new("ListQueueTags", SqsJson.Wire.QueueByUrl, SqsJson.Wire.TagsAnswer);

    public static SqsAction<TagRequest, Nothing> Tag { get; } =
        new("TagQueue", SqsJson.Wire.TagRequest, SqsJson.Wire.Nothing);
}
