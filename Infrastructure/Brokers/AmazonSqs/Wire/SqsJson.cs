using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.AmazonSqs;

/// <summary>How SQS's requests and answers are written: AWS's JSON protocol.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendBatch))]
[JsonSerializable(typeof(ReceiptBatch))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(ReceiveRequest))]
[JsonSerializable(typeof(ReceiveAnswer))]
[JsonSerializable(typeof(QueueByName))]
[JsonSerializable(typeof(QueueByUrl))]
[JsonSerializable(typeof(NewQueue))]
[JsonSerializable(typeof(QueueAnswer))]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(AttributesRequest))]
[JsonSerializable(typeof(AttributesAnswer))]
[JsonSerializable(typeof(TagsAnswer))]
[JsonSerializable(typeof(TagRequest))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class SqsJson : JsonSerializerContext
{
    /// <summary>Bodies are JSON in JSON mostly: an escaped quote is two bytes here, and not six.</summary>
    public static SqsJson Wire { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
