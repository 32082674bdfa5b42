using Messaging.Testing;

namespace Messaging.Producers.Tests.Sending;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PublishRetryTests
{
    private readonly SteppingClock clock = new();

    [Test]
    public async Task A_send_that_is_confirmed_at_once_is_neither_repeated_nor_probed()
    {
        var broker = new BrokerWithFaults([null]);
        var sends = 0;

        await Retry(broker).Send("A task", _ => Task.FromResult(++sends), CancellationToken.None);

        Assert.That(sends, Is.EqualTo(1));
        Assert.That(broker.Probes, Is.Zero);
    }

    [Test]
    public void A_send_that_fails_is_made_again_three_times_after_0_and_200_and_400_ms()
    {
        var sends = 0;
        // The first look at a send that takes long never comes.
        var unwatched = new SteppingClock { Longest = TimeSpan.FromSeconds(0.5) };
        var retry = new PublishRetry(new BrokerWithFaults("Connection refused."), new ProducerOptions(), unwatched);

        var exception = Assert.ThrowsAsync<BrokerUnreachableException>(() => retry.Send(
            "A task",
            _ =>
            {
                sends++;
                throw new IOException("cut");
            },
            CancellationToken.None));

        Assert.That(sends, Is.EqualTo(4));
        Assert.That(unwatched.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.4) }));
        Assert.That(exception!.Message, Is.EqualTo(
            "A task was not confirmed by the broker amqp://app@broker:5672: Connection refused. Check that the broker runs "
            + "and that Messaging:Broker names it."));
    }

    [Test]
    public void A_send_that_hangs_on_a_dead_broker_is_given_up_after_four_probes()
    {
        var broker = new BrokerWithFaults("Connection refused.");

        Assert.ThrowsAsync<BrokerUnreachableException>(
            () => Retry(broker).Send("A task", Forever, CancellationToken.None));

        Assert.That(broker.Probes, Is.EqualTo(4));
        Assert.That(clock.Waits, Is.EqualTo(new[]
        {
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.4),
        }));
    }

    [Test]
    public async Task A_slow_send_to_a_broker_that_answers_goes_on_and_is_not_repeated()
    {
        var broker = new BrokerWithFaults("Connection reset.", null);
        var confirmed = new TaskCompletionSource();
        var sends = 0;

        var sending = Retry(broker).Send(
            "A task",
            _ =>
            {
                sends++;
                return confirmed.Task;
            },
            CancellationToken.None);
        // One that finds a fault, one that does not, and the next.
        await Eventually.Get(() => Task.FromResult(broker.Probes), probes => probes > 2);
        confirmed.SetResult();
        await sending;

        Assert.That(sends, Is.EqualTo(1));
    }

    [Test]
    public void A_send_without_confirmation_ends_at_its_deadline()
    {
        var options = new ProducerOptions { SendTimeout = TimeSpan.FromMilliseconds(50) };
        var retry = new PublishRetry(new BrokerWithFaults([null]), options, TimeProvider.System);

        var exception = Assert.ThrowsAsync<BrokerUnreachableException>(
            () => retry.Send("A task", Forever, CancellationToken.None));

        Assert.That(exception!.Message, Does.Contain("no confirmation within 00:00:00.0500000."));
    }

    [Test]
    public void The_callers_own_cancellation_is_no_fault_of_the_broker()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.CatchAsync<OperationCanceledException>(
            () => Retry(new BrokerWithFaults([null])).Send("A task", Forever, cancelled.Token));
    }

    [Test]
    public void A_message_that_cannot_be_written_is_no_fault_of_the_broker()
    {
        var sends = 0;

        Assert.ThrowsAsync<NotSupportedException>(() => Retry(new BrokerWithFaults([null])).Send(
            "A task",
            _ =>
            {
                sends++;
                throw new NotSupportedException("a pointer");
            },
            CancellationToken.None));

        Assert.That(sends, Is.EqualTo(1));
    }

    private static Task Forever(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);

    private PublishRetry Retry(BrokerWithFaults broker) => new(broker, new ProducerOptions(), clock);
}
