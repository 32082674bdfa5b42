using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq.Tests.Channels;

[TestFixture]
public sealed class AnswerTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private TaskCompletionSource<ShutdownEventArgs> lost = null!;
    private TaskCompletionSource answer = null!;

    [SetUp]
    public void Ask()
    {
        lost = new TaskCompletionSource<ShutdownEventArgs>();
        answer = new TaskCompletionSource();
    }

    [Test]
    public async Task An_answer_is_an_answer()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout);
        answer.SetResult();

        await waiting;
    }

    [Test]
    public void The_loss_of_the_channel_ends_the_wait()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout);
        lost.SetResult(new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream"));

        Assert.That(
            Assert.ThrowsAsync<AlreadyClosedException>(() => waiting)!.ShutdownReason!.ReplyText,
            Is.EqualTo("End of stream"));
    }

    [Test]
    public void A_request_without_an_answer_is_a_failure_of_the_connection_and_no_cancellation()
    {
        var waiting = Answer.To("queue.declare of 'default'", answer.Task, lost.Task, Timeout);
        answer.SetCanceled();

        Assert.That(
            Assert.ThrowsAsync<RabbitMqConnectionException>(() => waiting)!.Message,
            Is.EqualTo("RabbitMQ has not answered queue.declare of 'default' within 00:00:20."));
    }

    [Test]
    public void What_RabbitMQ_refuses_is_told_as_it_is()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout);
        answer.SetException(new InvalidOperationException("PRECONDITION_FAILED"));

        Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
    }
}
