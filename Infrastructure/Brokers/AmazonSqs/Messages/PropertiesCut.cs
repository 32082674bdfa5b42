using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Messaging.AmazonSqs;

/// <summary>
/// Cuts the longest texts of a message's properties. A failed message gets headers that say why, a stack trace among
/// them, and must fit into its error queue although it filled what SQS takes before.
/// </summary>
internal static class PropertiesCut
{
    private const int ShortestCut = 64;
    private const string Mark = " (cut)";

    /// <summary>The properties, about so many bytes shorter if there are texts that can be cut.</summary>
    public static ReadOnlyMemory<byte> Shorten(ReadOnlyMemory<byte> properties, int bytes)
    {
        if (JsonNode.Parse(properties.Span) is not JsonObject all)
            return properties;

        while (bytes > 0)
        {
            var (name, text) = Texts(all).MaxBy(one => one.Text.Length);
            if (text is null || text.Length <= ShortestCut + Mark.Length)
                break;

            // Half of it at most at a time, so that others that are as long are cut as much.
            var length = Math.Max(ShortestCut, Math.Max(text.Length / 2, text.Length - bytes - Mark.Length));
            var cut = text[..length] + Mark;
            bytes -= Encoding.UTF8.GetByteCount(text) - Encoding.UTF8.GetByteCount(cut);
            all[name] = cut;
        }

        return JsonSerializer.SerializeToUtf8Bytes(all);
    }

    private static IEnumerable<(string Name, string Text)> Texts(JsonObject all) =>
        from member in all
        where member.Value?.GetValueKind() == JsonValueKind.String
        select (member.Key, member.Value!.GetValue<string>());
}
