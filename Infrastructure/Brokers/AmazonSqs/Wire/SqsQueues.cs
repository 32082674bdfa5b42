using System.Text.Json.Serialization;

namespace Messaging.AmazonSqs;

/// <summary>Names a queue.</summary>
internal sealed record QueueByName(string QueueName);

/// <summary>Names a queue.</summary>
internal sealed record QueueByUrl(string QueueUrl);

/// <summary>A queue to be made.</summary>
internal sealed record NewQueue(
    string QueueName,
    IReadOnlyDictionary<string, string> Attributes,
    [property: JsonPropertyName("tags")] IReadOnlyDictionary<string, string>? Tags);

/// <summary>Where a queue is.</summary>
internal sealed record QueueAnswer(string QueueUrl);

/// <summary>Asks for queues by the beginning of their names.</summary>
internal sealed record ListRequest(string? QueueNamePrefix, int MaxResults, string? NextToken);

/// <summary>Queues that were found.</summary>
internal sealed record ListAnswer(IReadOnlyList<string>? QueueUrls, string? NextToken);

/// <summary>Asks what a queue is like.</summary>
internal sealed record AttributesRequest(string QueueUrl, IReadOnlyList<string> AttributeNames);

/// <summary>What a queue is like.</summary>
internal sealed record AttributesAnswer(IReadOnlyDictionary<string, string>? Attributes);

/// <summary>Tags of a queue.</summary>
internal sealed record TagsAnswer(IReadOnlyDictionary<string, string>? Tags);

/// <summary>Tags to be put on a queue.</summary>
internal sealed record TagRequest(string QueueUrl, IReadOnlyDictionary<string, string> Tags);

/// <summary>An answer that says nothing.</summary>
internal sealed record Nothing;
