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
    private bool abandoned;

    [SetUp]
    public void Ask()
    {
        lost = new TaskCompletionSource<ShutdownEventArgs>();
        answer = new TaskCompletionSource();
        abandoned = false;
    }

    [Test]
    public async Task An_answer_is_an_answer()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout, () => abandoned = true);
        answer.SetResult();

        await waiting;
    }

    [Test]
    public void The_loss_of_the_channel_ends_the_wait()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout, () => abandoned = true);
        lost.SetResult(new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream"));

        Assert.That(
            Assert.ThrowsAsync<AlreadyClosedException>(() => waiting)!.ShutdownReason!.ReplyText,
            Is.EqualTo("End of stream"));
    }

    [Test]
    public void A_request_without_an_answer_is_a_failure_of_the_connection_and_no_cancellation()
    {
        var waiting = Answer.To("queue.declare of 'default'", answer.Task, lost.Task, Timeout, () => abandoned = true);
        answer.SetCanceled();

        Assert.That(
            Assert.ThrowsAsync<RabbitMqConnectionException>(() => waiting)!.Message,
            Is.EqualTo("RabbitMQ has not answered queue.declare of 'default' within 00:00:20."));
        Assert.That(abandoned, Is.True, "The late answer would be taken for another one's.");
    }

    [Test]
    public void A_connection_that_the_broker_closes_in_order_is_closed_to_those_who_ask()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout, () => abandoned = true);
        answer.SetException(new OperationInterruptedException(
            new ShutdownEventArgs(ShutdownInitiator.Peer, 320, "CONNECTION_FORCED")));

        Assert.ThrowsAsync<AlreadyClosedException>(() => waiting);
    }

    [Test]
    public void What_RabbitMQ_refuses_is_told_as_it_is()
    {
        var waiting = Answer.To("queue.declare", answer.Task, lost.Task, Timeout, () => abandoned = true);
        answer.SetException(new InvalidOperationException("PRECONDITION_FAILED"));

        Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
    }
}
