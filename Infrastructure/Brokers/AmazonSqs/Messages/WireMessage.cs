using System.Globalization;
using System.Text;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// A message as SQS keeps it: the body is the body, and everything else is one attribute named <c>Messaging</c>, which
/// reads <c>id priority deliveries due flags properties</c>. <c>due</c> is a time in milliseconds since 1970, or 0. The
/// flags say what is in base64: <c>b</c> the body, <c>p</c> the properties; <c>e</c> says that the body is empty, which
/// SQS does not allow, and <c>-</c> that there is none.
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

    public static WireMessage Of(MessageContent content, byte priority, int deliveriesBefore, DateTimeOffset? due)
    {
        var (body, isBase64) = WireText.Of(content.Body.Span);
        var (properties, arePropertiesBase64) = WireText.Of(content.Properties.Span);
        var flags = (content.Body.IsEmpty ? "e" : "") + (isBase64 ? "b" : "") + (arePropertiesBase64 ? "p" : "");
        return new WireMessage(
            content.Body.IsEmpty ? EmptyBody : body,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{content.Id:N} {priority} {deliveriesBefore} {due?.ToUnixTimeMilliseconds() ?? 0} "
                    + $"{(flags.Length == 0 ? "-" : flags)} {properties}"));
    }

    /// <summary>What was sent.</summary>
    /// <param name="foreignId">The id of a message that somebody else has sent.</param>
    /// <exception cref="FormatException">It says that there is base64 where there is none.</exception>
    public WireContent Read(string foreignId)
    {
        var parts = Attribute?.Split(' ', 6);
        if (parts is not [var id, var priority, var deliveries, var due, var flags, var properties]
            || !Guid.TryParseExact(id, "N", out var contentId)
            || !byte.TryParse(priority, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            || !int.TryParse(deliveries, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            || !long.TryParse(due, NumberStyles.None, CultureInfo.InvariantCulture, out var dueAt))
        {
            var own = Guid.TryParse(foreignId, out var parsed) ? parsed : Guid.NewGuid();
            return new WireContent(new MessageContent(own, default, Encoding.UTF8.GetBytes(Body)), 0, 0, null);
        }

        var body = flags.Contains('e', StringComparison.Ordinal) ? [] : WireText.Bytes(Body, flags.Contains('b'));
        return new WireContent(
            new MessageContent(contentId, WireText.Bytes(properties, flags.Contains('p')), body),
            level,
            before,
            dueAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(dueAt));
    }
}
