using System.Globalization;
using System.Text;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// A message as SQS keeps it: the body is the body, and everything else is one attribute named <c>Messaging</c>, which
/// reads <c>id priority deliveries flags properties</c>. The flags say what is in base64: <c>b</c> the body, <c>p</c>
/// the properties; <c>e</c> says that the body is empty, which SQS does not allow, and <c>-</c> that there is none.
/// A message without the attribute was sent by somebody else: its body is taken as it is.
/// </summary>
internal sealed record WireMessage(string Body, string? Attribute)
{
    /// <summary>Name of the attribute.</summary>
    public const string AttributeName = "Messaging";

    private const string TypeName = "String";
    private const string EmptyBody = "-";

    /// <summary>How many bytes SQS counts.</summary>
    public int Size => Encoding.UTF8.GetByteCount(Body)
        + (Attribute is null ? 0 : AttributeName.Length + TypeName.Length + Encoding.UTF8.GetByteCount(Attribute));

    public static WireMessage Of(MessageContent content, byte priority, int deliveriesBefore)
    {
        var (body, isBase64) = WireText.Of(content.Body.Span);
        var (properties, arePropertiesBase64) = WireText.Of(content.Properties.Span);
        var flags = (content.Body.IsEmpty ? "e" : "") + (isBase64 ? "b" : "") + (arePropertiesBase64 ? "p" : "");
        return new WireMessage(
            content.Body.IsEmpty ? EmptyBody : body,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{content.Id:N} {priority} {deliveriesBefore} {(flags.Length == 0 ? "-" : flags)} {properties}"));
    }

    /// <summary>What was sent, and how often it had been handed out before it was sent again.</summary>
    /// <param name="foreignId">The id of a message that somebody else has sent.</param>
    public (MessageContent Content, byte Priority, int DeliveriesBefore) Read(string foreignId)
    {
        var parts = Attribute?.Split(' ', 5);
        if (parts is not [var id, var priority, var deliveries, var flags, var properties]
            || !Guid.TryParseExact(id, "N", out var contentId)
            || !byte.TryParse(priority, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            || !int.TryParse(deliveries, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            var own = Guid.TryParse(foreignId, out var parsed) ? parsed : Guid.NewGuid();
            return (new MessageContent(own, default, Encoding.UTF8.GetBytes(Body)), 0, 0);
        }

        var body = flags.Contains('e', StringComparison.Ordinal) ? [] : WireText.Bytes(Body, flags.Contains('b'));
        return (new MessageContent(contentId, WireText.Bytes(properties, flags.Contains('p')), body), level, before);
    }
}
