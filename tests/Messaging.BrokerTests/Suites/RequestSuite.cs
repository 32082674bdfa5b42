using MassTransit;

namespace Messaging.BrokerTests;

/// <summary>Requests and their answers, which come to a temporary queue of the bus.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class RequestSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 60);

    [Test]
    public async Task Each_of_many_requests_at_the_same_time_gets_its_own_answer()
    {
        var questions = new Received<Question>(
            context => context.RespondAsync(new Answer(context.Message.Number)));
        var bus = await StartBus(plan => plan.Receive(Queue(), questions));
        var client = bus.Bus.CreateRequestClient<Question>(bus.Broker.QueueAddress(Queue()), Patience);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            number => client.GetResponse<Answer>(new Question(number))));

        Assert.That(answers.Select(answer => answer.Message.Number), Is.EqualTo(Enumerable.Range(0, 50)));
    }

    [Test]
    public async Task Whoever_asks_is_told_that_the_consumer_failed()
    {
        var questions = new Received<Question>(_ => throw new InvalidDataException("No idea."));
        var bus = await StartBus(plan =>
        {
            plan.Receive(Queue(), questions);
            plan.ReceiveBytes(Queue() + "_error", new ReceivedBytes());
        });
        var client = bus.Bus.CreateRequestClient<Question>(bus.Broker.QueueAddress(Queue()), Patience);

        var exception = Assert.ThrowsAsync<RequestFaultException>(
            () => client.GetResponse<Answer>(new Question(1)))!;

        Assert.That(exception.Fault!.Exceptions.Single().Message, Is.EqualTo("No idea."));
    }
}
