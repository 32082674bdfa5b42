using System.Globalization;

namespace Messaging.AmazonSqs;

/// <summary>
/// A queue that is deleted when it is idle, as it is kept at SQS: another queue, that never holds a message, has it in its
/// tags, so that whoever sweeps finds all of them by the beginning of their names.
/// </summary>
internal sealed record TemporaryQueue
{
    /// <summary>How the names of all of them begin, without prefix.</summary>
    public const string Kind = "messaging-temporary-";

    /// <summary>Tag with the time when somebody last used it, in milliseconds since 1970 by SQS's clock.</summary>
    public const string KeptTag = "Kept";

    private const string QueueTag = "Queue";
    private const string IdleTag = "Idle";
    private const string OwnerTag = "Owner";
    private const string TopicTag = "Topic-";

    /// <summary>Its name at SQS.</summary>
    public required string Queue { get; init; }

    /// <summary>How long it may be idle.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>When somebody last used it.</summary>
    public required DateTimeOffset Kept { get; init; }

    /// <summary>Which process made it and may delete it at its end; empty if none may.</summary>
    public required string Owner { get; init; }

    /// <summary>What it is subscribed to.</summary>
    public IReadOnlyList<Subscription> Subscriptions { get; init; } = [];

    /// <summary>The tags, those of the subscriptions apart.</summary>
    public Dictionary<string, string> Tags => new(StringComparer.Ordinal)
    {
        [QueueTag] = Queue,
        [IdleTag] = Text((long)Idle.TotalMilliseconds),
        [KeptTag] = Text(Kept.ToUnixTimeMilliseconds()),
        [OwnerTag] = Owner,
    };

    /// <summary>The queue that stands for it, without prefix.</summary>
    public static string NameOf(string queue) => Kind + QueueNames.Hash(queue);

    /// <summary>Tag of a subscription.</summary>
    public static string TagOf(Subscription subscription) => TopicTag + subscription.Topic;

    /// <summary>A time as a tag has it.</summary>
    public static string Text(DateTimeOffset time) => Text(time.ToUnixTimeMilliseconds());

    /// <summary>Reads tags; <c>null</c> if they are not those of a temporary queue.</summary>
    public static TemporaryQueue? Read(IReadOnlyDictionary<string, string>? tags) =>
        tags?.GetValueOrDefault(QueueTag) is { } queue
        && Number(tags, IdleTag) is { } idle
        && Number(tags, KeptTag) is { } kept
            ? new TemporaryQueue
            {
                Queue = queue,
                Idle = TimeSpan.FromMilliseconds(idle),
                Kept = DateTimeOffset.FromUnixTimeMilliseconds(kept),
                Owner = tags.GetValueOrDefault(OwnerTag) ?? "",
                Subscriptions =
                [
                    .. tags.Keys
                        .Where(tag => tag.StartsWith(TopicTag, StringComparison.Ordinal))
                        .Select(tag => new Subscription(tag[TopicTag.Length..], QueueNames.Hash(queue), IsTopic: false)),
                ],
            }
            : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long? Number(IReadOnlyDictionary<string, string> tags, string name) =>
        long.TryParse(tags.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
