using System.Globalization;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Messaging.Hosting;

namespace Messaging.EndToEnd.Tests;

/// <summary>Our serializer of MassTransit's envelope, held against MassTransit's own.</summary>
public sealed class EnvelopeTests
{
    private static readonly EnvelopeSerializer Ours = new(TimeProvider.System);
    private static readonly SystemTextJsonMessageSerializer MassTransits = SystemTextJsonMessageSerializer.Instance;

    private static IEnumerable<TestCaseData> Bodies =>
    [
        new TestCaseData(Ours.GetMessageBody(Full()).GetString()).SetArgDisplayNames("written by ours"),
        new TestCaseData(MassTransits.GetMessageBody(Full()).GetString()).SetArgDisplayNames("written by MassTransit"),
        new TestCaseData(Ours.GetMessageBody(Bare()).GetString()).SetArgDisplayNames("bare, by ours"),
        new TestCaseData(MassTransits.GetMessageBody(Bare()).GetString()).SetArgDisplayNames("bare, by MassTransit"),
        .. Odd.Select(body => new TestCaseData(body)),
    ];

    private static string[] Odd =>
    [
        "{ \"message\": { \"text\": \"a\", \"number\": 1 }, \"messageType\": [\""
            + MessageUrn.ForTypeString<Sample>() + "\"] }",
        "{ \"MessageId\": \"0199a3b0-0000-7000-8000-000000000001\", \"Message\": { \"Text\": \"other case\" }, "
            + "\"MessageType\": [\"" + MessageUrn.ForTypeString<Sample>() + "\"] }",
        "{ /* a comment */ \"message\": { \"text\": \"x\", }, \"messageType\": [\""
            + MessageUrn.ForTypeString<Sample>() + "\"], }",
        "{ \"message\": {}, \"messageType\": [\"urn:message:Somewhere:Else\"], \"unknown\": [1, 2], \"headers\": null }",
        "{ \"message\": {}, \"messageType\": [], \"headers\": { \"number\": 5, \"yes\": true, \"no\": null, "
            + "\"list\": [1], \"text\": \"t\" } }",
        "{ \"message\": {}, \"messageType\": [], \"headers\": { \"esc\\u0061ped\": \"\\u00e4\\n\" }, "
            + "\"sourceAddress\": \"queue:\\u0061\" }",
        "{ \"messageId\": \"no id\", \"message\": {}, \"messageType\": [] }",
        "{ \"message\": null, \"messageType\": [] }",
        "{ \"messageType\": [] }",
        "{ \"message\": {}, \"messageType\": null }",
        "{ \"message\": {}, \"messageType\": [] } more",
        "{ \"message\": {}",
        "[]",
        "null",
        "",
        "no json",
    ];

    [TestCaseSource(nameof(Bodies))]
    public void Both_read_the_same(string body) => Assert.That(Read(Ours, body), Is.EqualTo(Read(MassTransits, body)));

    [Test]
    public void What_is_written_says_all_that_the_sender_said()
    {
        var context = Full();

        var read = MassTransits.Deserialize(Ours.GetMessageBody(context), EmptyHeaders.Instance);

        Assert.Multiple(() =>
        {
            Assert.That(read.MessageId, Is.EqualTo(context.MessageId));
            Assert.That(read.RequestId, Is.EqualTo(context.RequestId));
            Assert.That(read.CorrelationId, Is.EqualTo(context.CorrelationId));
            Assert.That(read.ConversationId, Is.EqualTo(context.ConversationId));
            Assert.That(read.InitiatorId, Is.EqualTo(context.InitiatorId));
            Assert.That(read.SourceAddress, Is.EqualTo(context.SourceAddress));
            Assert.That(read.DestinationAddress, Is.EqualTo(context.DestinationAddress));
            Assert.That(read.ResponseAddress, Is.EqualTo(context.ResponseAddress));
            Assert.That(read.FaultAddress, Is.EqualTo(context.FaultAddress));
            Assert.That(read.Headers.Get<string>("text"), Is.EqualTo("äöü \"quoted\""));
            Assert.That(read.Headers.Get<int>("number"), Is.EqualTo(5));
            Assert.That(
                read.ExpirationTime, Is.EqualTo(read.SentTime + context.TimeToLive).Within(TimeSpan.FromSeconds(20)));
            Assert.That(read.Host.MachineName, Is.Not.Empty);
            Assert.That(read.TryGetMessage<Sample>(out var message), Is.True);
            Assert.That(message, Is.EqualTo(context.Message));
        });
    }

    [Test]
    public void A_message_that_cannot_be_written_says_which()
    {
        var context = new MessageSendContext<Unwritable>(new Unwritable());

        Assert.That(
            () => Ours.GetMessageBody(context).GetBytes(),
            Throws.TypeOf<System.Runtime.Serialization.SerializationException>()
                .With.Message.Contains(nameof(Unwritable)));
    }

    private static string Read(IMessageDeserializer serializer, string body)
    {
        try
        {
            return Describe(serializer.Deserialize(serializer.GetMessageBody(body), EmptyHeaders.Instance));
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private static string Describe(SerializerContext read)
    {
        var text = new StringBuilder();
        void Add(object? value) => text.Append(CultureInfo.InvariantCulture, $"{value?.GetType().Name}: {value}\n");

        Add(read.MessageId);
        Add(read.RequestId);
        Add(read.CorrelationId);
        Add(read.ConversationId);
        Add(read.InitiatorId);
        Add(read.SourceAddress);
        Add(read.DestinationAddress);
        Add(read.ResponseAddress);
        Add(read.FaultAddress);
        Add(read.ExpirationTime?.ToString("O", CultureInfo.InvariantCulture));
        Add(read.SentTime?.ToString("O", CultureInfo.InvariantCulture));
        Add(read.Host.MachineName);
        Add(string.Join(", ", read.SupportedMessageTypes));
        foreach (var (name, value) in read.Headers.GetAll().OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{name} {value?.GetType().Name} {JsonSerializer.Serialize(value)}\n");
        }

        Add(read.TryGetMessage<Sample>(out var message) ? message : "not for us");
        Add(read.IsSupportedMessageType<Sample>());
        return text.ToString();
    }

    private static MessageSendContext<Sample> Full()
    {
        var message = new Sample("ä \"text\"\n\\ 😀", 42, [1.5, -2], new Sample(null, 0, null, null));
        var context = new MessageSendContext<Sample>(message)
        {
            MessageId = Guid.CreateVersion7(),
            RequestId = Guid.NewGuid(),
            CorrelationId = Guid.NewGuid(),
            ConversationId = Guid.NewGuid(),
            InitiatorId = Guid.NewGuid(),
            SourceAddress = new Uri("rabbitmq://host/source?temporary=true"),
            DestinationAddress = new Uri("queue:ein%20Ziel"),
            ResponseAddress = new Uri("loopback://localhost/response"),
            FaultAddress = new Uri("queue:fault"),
            TimeToLive = TimeSpan.FromMinutes(1),
        };
        context.Headers.Set("text", "äöü \"quoted\"");
        context.Headers.Set("number", 5);
        context.Headers.Set("yes", (object)true);
        return context;
    }

    private static MessageSendContext<Sample> Bare() => new(new Sample("bare", 0, null, null));

    public sealed record Sample(string? Text, int Number, IReadOnlyList<double>? Values, Sample? Inner)
    {
        public bool Equals(Sample? other) => other is not null && Text == other.Text && Number == other.Number
            && (Values ?? []).SequenceEqual(other.Values ?? []) && Equals(Inner, other.Inner);

        public override int GetHashCode() => HashCode.Combine(Text, Number);
    }

    public sealed class Unwritable
    {
        private readonly string reason = "It cannot be read.";

        public string Text => throw new InvalidOperationException(reason);
    }
}
