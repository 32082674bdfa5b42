using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.BrokerTests;

/// <summary>Bodies and headers of every kind.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class ContentSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private const string AnyText =
        "ünïcödé Ελληνικά العربية 漢字 👩‍👩‍👧 \0 \u0001 \b \u001F \u007F \u0085 \u2028 \uFEFF \uFFFE \uFFFF \" \\ </x> \r\n\t";

    private static readonly ContentType Octets = new("application/octet-stream");
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Test]
    public async Task A_large_body_arrives()
    {
        var received = new Received<Note>();
        var bus = await StartBus(plan => plan.Receive(Queue(), received));
        var random = new Random(17);
        var text = new string([.. Enumerable.Range(0, UnderTest.LargestText).Select(_ => (char)random.Next('0', 'Z'))]);

        await bus.Send(Queue(), new Note(1, text));

        Assert.That((await received.Next()).Message.Text, Is.EqualTo(text));
    }

    [Test]
    public async Task Characters_of_every_kind_arrive_in_a_body()
    {
        var received = new Received<Note>();
        var bus = await StartBus(plan => plan.Receive(Queue(), received));

        await bus.Send(Queue(), new Note(1, AnyText));

        Assert.That((await received.Next()).Message.Text, Is.EqualTo(AnyText));
    }

    [Test]
    public async Task Headers_of_every_kind_arrive()
    {
        var received = new Received<Note>();
        var bus = await StartBus(plan => plan.Receive(Queue(), received));
        var id = Guid.NewGuid();
        var time = new DateTime(2026, 11, 21, 1, 2, 3, DateTimeKind.Utc);

        await bus.Send(Queue(), new Note(1), context =>
        {
            context.Headers.Set("Text", AnyText);
            context.Headers.Set("Ünïcödé-Näme", "name");
            context.Headers.Set("Long", new string('x', 10_000));
            context.Headers.Set("Number", 4_294_967_296);
            context.Headers.Set("Flag", true);
            context.Headers.Set("Id", id);
            context.Headers.Set("Time", time);
            context.Headers.Set("Bytes", EveryByte);
        });

        var headers = (await received.Next()).Headers;
        Assert.Multiple(() =>
        {
            Assert.That(headers.Get<string>("Text"), Is.EqualTo(AnyText));
            Assert.That(headers.Get<string>("Ünïcödé-Näme"), Is.EqualTo("name"));
            Assert.That(headers.Get<string>("Long"), Has.Length.EqualTo(10_000));
            Assert.That(headers.Get<long>("Number"), Is.EqualTo(4_294_967_296));
            Assert.That(headers.Get<bool>("Flag"), Is.True);
            Assert.That(headers.Get<Guid>("Id"), Is.EqualTo(id));
            Assert.That(headers.Get<DateTime>("Time"), Is.EqualTo(time));
            // MassTransit writes bytes as Base64, and does not read them as bytes.
            Assert.That(Convert.FromBase64String(headers.Get<string>("Bytes")!), Is.EqualTo(EveryByte));
        });
    }

    [Test]
    public async Task Bytes_that_are_no_text_arrive() => Assert.That(await Echo(EveryByte), Is.EqualTo(EveryByte));

    [Test]
    public async Task An_empty_body_arrives() => Assert.That(await Echo([]), Is.Empty);

    private async Task<byte[]> Echo(byte[] body)
    {
        var received = new ReceivedBytes();
        var bus = await StartBus(plan => plan.ReceiveBytes(Queue(), received));

        await bus.Send(Queue(), new Note(1), context =>
            context.Serializer = new CopyBodySerializer(Octets, new BytesMessageBody(body)));

        var delivery = await received.Next();
        Assert.That(delivery.ContentType, Is.EqualTo(Octets.ToString()));
        return delivery.Body;
    }
}
