using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.BrokerTests;

/// <summary>Messages that cannot be consumed, and where they go.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class ErrorQueueSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private static readonly ContentType Envelope = new("application/vnd.masstransit+json");

    [Test]
    public async Task A_message_whose_consumer_fails_goes_to_the_error_queue_with_the_reason_and_the_next_is_consumed()
    {
        var errors = new Received<Note>();
        var received = new Received<Note>(context => context.Message.Number == 1
            ? throw new InvalidDataException("Ünreadable.")
            : Task.CompletedTask);
        var bus = await StartWithLongLocks(plan =>
        {
            plan.Receive(Queue(), received);
            plan.Receive(Queue() + "_error", errors);
        });
        var id = NewId.NextGuid();

        await bus.Send(Queue(), new Note(1, "text"), context =>
        {
            context.MessageId = id;
            context.Headers.Set("tenant", "north");
        });
        var error = await errors.Next();
        await bus.Send(Queue(), new Note(2));

        Assert.That((error.MessageId, error.Message), Is.EqualTo(((Guid?)id, new Note(1, "text"))));
        Assert.That(error.Headers.Get<string>("tenant"), Is.EqualTo("north"));
        var transport = error.ReceiveContext.TransportHeaders;
        Assert.Multiple(() =>
        {
            Assert.That(transport.Get<string>(MessageHeaders.Reason), Is.EqualTo("fault"));
            Assert.That(
                transport.Get<string>(MessageHeaders.FaultExceptionType), Is.EqualTo("System.IO.InvalidDataException"));
            Assert.That(transport.Get<string>(MessageHeaders.FaultMessage), Is.EqualTo("Ünreadable."));
            Assert.That(transport.Get<string>(MessageHeaders.FaultStackTrace), Does.Contain(nameof(ErrorQueueSuite<>)));
        });
        await received.Next();
        Assert.That((await received.Next()).Message.Number, Is.EqualTo(2));
    }

    [Test]
    public async Task A_message_that_nobody_consumes_goes_to_the_skipped_queue()
    {
        var (received, skipped) = (new Received<Note>(), new Received<Unwanted>());
        var bus = await StartWithLongLocks(plan =>
        {
            plan.Receive(Queue(), received);
            plan.Receive(Queue() + "_skipped", skipped);
        });

        await bus.Send(Queue(), new Unwanted(1));
        await bus.Send(Queue(), new Note(2));

        var message = await skipped.Next();
        Assert.That(message.Message.Number, Is.EqualTo(1));
        Assert.That(
            message.ReceiveContext.TransportHeaders.Get<string>(MessageHeaders.Reason), Is.EqualTo("dead-letter"));
        Assert.That((await received.Next()).Message.Number, Is.EqualTo(2));
    }

    [Test]
    public async Task A_message_that_nobody_can_read_goes_to_the_error_queue_byte_by_byte()
    {
        byte[] noMessage = [.. "{ \"message\": \"ü"u8, 0, 255, 128];
        var (received, errors) = (new Received<Note>(), new ReceivedBytes());
        var bus = await StartWithLongLocks(plan =>
        {
            plan.Receive(Queue(), received);
            plan.ReceiveBytes(Queue() + "_error", errors);
        });

        await bus.Send(Queue(), new Note(1), context =>
            context.Serializer = new CopyBodySerializer(Envelope, new BytesMessageBody(noMessage)));
        await bus.Send(Queue(), new Note(2));

        var error = await errors.Next();
        Assert.That(error.Body, Is.EqualTo(noMessage));
        Assert.That(error.ContentType, Is.EqualTo(Envelope.ToString()));
        Assert.That(error.Header(MessageHeaders.Reason), Is.EqualTo("fault"));
        Assert.That(error.Header(MessageHeaders.FaultMessage), Is.Not.Empty);
        Assert.That((await received.Next()).Message.Number, Is.EqualTo(2));
        Assert.That(received.All, Has.Count.EqualTo(1));
    }
}
