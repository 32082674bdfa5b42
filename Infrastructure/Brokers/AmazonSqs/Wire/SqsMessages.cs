using System.Text.Json.Serialization;

namespace Messaging.AmazonSqs;

/// <summary>An attribute of a message; ours are strings.</summary>
internal sealed record AttributeValue(string? StringValue, string DataType = "String");

/// <summary>A message to be sent.</summary>
internal sealed record SendEntry
{
    public required string Id { get; init; }

    public required string MessageBody { get; init; }

    public required IReadOnlyDictionary<string, AttributeValue> MessageAttributes { get; init; }

    public int? DelaySeconds { get; init; }

    public string? MessageGroupId { get; init; }

    public string? MessageDeduplicationId { get; init; }

    /// <summary>How many bytes SQS counts.</summary>
    [JsonIgnore]
    public int Size { get; init; }
}

/// <summary>Up to ten messages to be sent.</summary>
internal sealed record SendBatch(string QueueUrl, IReadOnlyList<SendEntry> Entries);

/// <summary>A message that is deleted, or whose visibility is changed.</summary>
internal sealed record ReceiptEntry(string Id, string ReceiptHandle, int? VisibilityTimeout = null);

/// <summary>Up to ten of them.</summary>
internal sealed record ReceiptBatch(string QueueUrl, IReadOnlyList<ReceiptEntry> Entries);

/// <summary>An entry of a batch that was done.</summary>
internal sealed record BatchSuccess(string Id);

/// <summary>An entry of a batch that was not done.</summary>
internal sealed record BatchFailure(string Id, bool SenderFault, string Code, string? Message);

/// <summary>What became of a batch.</summary>
internal sealed record BatchAnswer(IReadOnlyList<BatchSuccess>? Successful, IReadOnlyList<BatchFailure>? Failed);

/// <summary>Asks for messages.</summary>
/// <param name="QueueUrl">Of which queue.</param>
/// <param name="MaxNumberOfMessages">For how many at most.</param>
/// <param name="WaitTimeSeconds">How long SQS may wait for one.</param>
/// <param name="VisibilityTimeout">For how long they are locked.</param>
/// <param name="MessageAttributeNames">What they are to bring of ours.</param>
/// <param name="MessageSystemAttributeNames">What they are to bring of SQS's.</param>
/// <param name="ReceiveRequestAttemptId">
/// Who asks a FIFO queue again under the same id gets what a lost answer had in it.
/// </param>
internal sealed record ReceiveRequest(
    string QueueUrl,
    int MaxNumberOfMessages,
    int WaitTimeSeconds,
    int VisibilityTimeout,
    IReadOnlyList<string> MessageAttributeNames,
    IReadOnlyList<string> MessageSystemAttributeNames,
    string? ReceiveRequestAttemptId = null);

/// <summary>A message that was handed out.</summary>
internal sealed record ReceivedMessage(
    string MessageId,
    string ReceiptHandle,
    string Body,
    IReadOnlyDictionary<string, string>? Attributes,
    IReadOnlyDictionary<string, AttributeValue>? MessageAttributes);

/// <summary>Messages that were handed out.</summary>
internal sealed record ReceiveAnswer(IReadOnlyList<ReceivedMessage>? Messages);
