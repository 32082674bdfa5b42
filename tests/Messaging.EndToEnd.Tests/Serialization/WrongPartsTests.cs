using System.Text;
using MassTransit;
using MassTransit.Serialization;
using Messaging.Hosting;

namespace Messaging.EndToEnd.Tests;

/// <summary>Envelopes a part of which is not what it should be: refused, or read, as MassTransit does.</summary>
public sealed class WrongPartsTests
{
    private const string Refused = nameof(System.Runtime.Serialization.SerializationException);

    private static readonly EnvelopeSerializer Ours = new(TimeProvider.System);
    private static readonly SystemTextJsonMessageSerializer MassTransits = SystemTextJsonMessageSerializer.Instance;

    private static string[] Parts =>
    [
        "messageId", "requestId", "correlationId", "conversationId", "initiatorId", "sourceAddress",
        "destinationAddress", "responseAddress", "faultAddress", "messageType", "expirationTime", "sentTime", "headers",
        "host",
    ];

    private static string[] Values => ["null", "5", "true", "\"text\"", "\"\"", "\"  \"", "[]", "{}", "[null]", "[5]"];

    [Test]
    public void A_part_may_be_anything(
        [ValueSource(nameof(Parts))] string part, [ValueSource(nameof(Values))] string value)
    {
        var body = Body(part, value);

        Assert.That(Read(Ours, body), Is.EqualTo(Read(MassTransits, body)));
    }

    [TestCase("messageType", """["\ud83c"]""")]
    [TestCase("messageId", "\"\\ud83c\"")]
    [TestCase("\\ud83c", "1")]
    public void Text_that_is_not_Unicode_is_refused_as_MassTransit_does(string part, string value)
    {
        var body = Body(part, value);

        Assert.That(Read(Ours, body), Is.EqualTo(Read(MassTransits, body)));
    }

    [TestCase("headers", """{"half":"\ud83c"}""")]
    [TestCase("headers", """{"\ud83c":"half"}""")]
    [TestCase("headers", """{"text":"a","object":{"half":"\ud83c"}}""")]
    [TestCase("host", """{"machineName":"m","processId":"seven"}""")]
    [TestCase("responseAddress", "\"\\ud83c\"")]
    public void What_MassTransit_refuses_at_once_is_refused_when_it_is_asked_for(string part, string value)
    {
        var body = Body(part, value);

        Assert.That(Read(MassTransits, body), Is.EqualTo(new[] { Refused }));
        Assert.That(Read(Ours, body), Does.Contain($"{part} {Refused}"));
    }

    private static byte[] Body(string part, string value) =>
        Encoding.UTF8.GetBytes($$"""{"message":{},"{{part}}":{{value}}}""");

    /// <summary>Part by part what is read, or the type of the exception.</summary>
    private static List<string> Read(IMessageDeserializer serializer, byte[] body)
    {
        var parts = new List<string>();
        var refused = Try(() =>
        {
            var read = serializer.Deserialize(new BytesMessageBody(body), EmptyHeaders.Instance);
            parts.AddRange(
            [
                $"ids {Try(() => (read.MessageId, read.RequestId, read.CorrelationId))}",
                $"more ids {Try(() => (read.ConversationId, read.InitiatorId))}",
                $"sourceAddress {Try(() => read.SourceAddress)}",
                $"destinationAddress {Try(() => read.DestinationAddress)}",
                $"responseAddress {Try(() => read.ResponseAddress)}",
                $"faultAddress {Try(() => read.FaultAddress)}",
                $"types {Try(() => string.Join(',', read.SupportedMessageTypes))}",
                $"times {Try(() => (read.SentTime, read.ExpirationTime))}",
                $"headers {Try(() => string.Join(',', read.Headers))}",
                $"host {Try(() => read.Host.MachineName)}",
            ]);
            return null;
        });
        if (refused.Length > 0)
            parts.Add(refused);

        return parts;
    }

    private static string Try(Func<object?> read)
    {
        try
        {
            return $"{read()}";
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }
}
