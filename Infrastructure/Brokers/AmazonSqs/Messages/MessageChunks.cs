namespace Messaging.AmazonSqs;

/// <summary>Divides messages into batches, which hold ten at most, and no more bytes than one message may have.</summary>
internal static class MessageChunks
{
    /// <summary>The batches, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<SendEntry>> Of(IReadOnlyList<SendEntry> entries, int mostBytes)
    {
        var chunks = new List<IReadOnlyList<SendEntry>>();
        var chunk = new List<SendEntry>();
        var bytes = 0;
        foreach (var entry in entries)
        {
            if (chunk.Count == SqsBatches.Most || (chunk.Count > 0 && bytes + entry.Size > mostBytes))
            {
                chunks.Add(chunk);
                chunk = [];
                bytes = 0;
            }

            chunk.Add(entry with { Id = $"{chunk.Count}" });
            bytes += entry.Size;
        }

        if (chunk.Count > 0)
            chunks.Add(chunk);
        return chunks;
    }
}
