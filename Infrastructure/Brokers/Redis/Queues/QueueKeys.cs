namespace Messaging.Redis;

/// <summary>
/// The keys of one queue, see <c>Scripts/common.lua</c>. A cluster keeps those together that have the same text in
/// braces: the keys of a queue, and those of the queues of its dead letters, so that a message can be moved at once.
/// </summary>
internal sealed class QueueKeys(string prefix, string queue)
{
    public const int Count = 6;

    private static readonly string[] DeadLetters = ["_error", "_skipped"];

    private readonly string begin = prefix + Tagged(queue) + ":";

    /// <summary>Channel on which it is said that messages have come.</summary>
    public string Channel { get; } = ChannelOf(prefix, queue);

    public static string ChannelOf(string prefix, string queue) => $"{prefix}wake:{queue}";

    /// <summary>Key of a topic: the hash of what is subscribed to it.</summary>
    public static string Topic(string prefix, string topic) => $"{prefix}topic:{{{topic}}}";

    /// <summary>Whether the keys of two queues have the same tag.</summary>
    public static bool AreTogether(string queue, string other) => Tag(queue).SequenceEqual(Tag(other));

    public RespCommand AddTo(RespCommand command) => command
        .Add(begin + "info")
        .Add(begin + "ready")
        .Add(begin + "held")
        .Add(begin + "later")
        .Add(begin + "messages")
        .Add(begin + "returns");

    private static string Tagged(string queue)
    {
        var tag = Tag(queue);
        return $"{{{tag}}}{queue.AsSpan(tag.Length)}";
    }

    private static ReadOnlySpan<char> Tag(string queue)
    {
        var suffix = Array.Find(DeadLetters, suffix =>
            queue.Length > suffix.Length && queue.EndsWith(suffix, StringComparison.Ordinal));
        return queue.AsSpan(0, queue.Length - (suffix?.Length ?? 0));
    }
}
