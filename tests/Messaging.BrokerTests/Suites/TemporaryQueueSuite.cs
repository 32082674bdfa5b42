using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Queues that go away with their bus.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class TemporaryQueueSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    // Used four times in it, it is not idle for as long on a machine that stands still for ten seconds.
    private static readonly TimeSpan LongIdleTime = TimeSpan.FromSeconds(14);

    private readonly Guid test = Guid.NewGuid();

    [Test]
    public async Task A_temporary_queue_gets_what_is_published_and_what_is_sent_as_long_as_its_bus_lives()
    {
        var received = new Received<SomethingHappened>(isMine: message => message.Test == test);
        var idleTime = UnderTest.TemporaryQueueIdleTime > TimeSpan.Zero ? LongIdleTime : TimeSpan.Zero;
        var bus = await StartWithLongLocks(plan => plan.ReceiveTemporarily(
            Queue(), received, endpoint => UnderTest.ConfigureTemporaryQueue(endpoint, idleTime)));

        await bus.Bus.Publish(new SomethingHappened(test));
        // That nobody sends anything does not make it idle.
        await Task.Delay(1.2 * idleTime);
        // The address that replies are sent to.
        var address = (await received.Next()).ReceiveContext.InputAddress;
        await (await bus.Bus.GetSendEndpoint(address)).Send(new SomethingHappened(test));
        await received.Next();

        Assert.That(received.All, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_temporary_queue_is_gone_soon_after_its_bus()
    {
        var received = new Received<SomethingHappened>(isMine: message => message.Test == test);
        var bus = await StartBus(plan => plan.ReceiveTemporarily(
            Queue(),
            received,
            endpoint => UnderTest.ConfigureTemporaryQueue(endpoint, UnderTest.TemporaryQueueIdleTime)));
        var other = await StartBus();
        if (UnderTest.QueuesOf(other.Broker) is not { } queues)
        {
            Assert.That(Can(BrokerFeatures.Processes), Is.False, "Override QueuesOf: somebody has to know the queues.");
            // It went with its process, and nobody can be asked. What is sent there reaches nobody.
            await bus.Stop();
            await other.Send(Queue(), new SomethingHappened(test));
            Assert.That(received.All, Is.Empty);
            return;
        }

        // A process that stood still for longer than it may be idle declares it anew.
        var longest = (int)Deadlines.Default.TotalSeconds;
        await Assert.ThatAsync(() => IsThere(queues), Is.True.After(longest).Seconds.PollEvery(50).MilliSeconds);
        await bus.Stop();

        var deadline = (int)(UnderTest.TemporaryQueueIdleTime + Deadlines.Default).TotalSeconds;
        await Assert.ThatAsync(
            () => IsThere(queues), Is.False.After(deadline).Seconds.PollEvery(50).MilliSeconds);
        await other.Bus.Publish(new SomethingHappened(test));
        Assert.That(await IsThere(queues), Is.False);
    }

    /// <summary>A broker may keep others from asking about the queue, which then is there.</summary>
    private async Task<bool> IsThere(IBrokerQueues queues)
    {
        try
        {
            return await queues.Measure(Queue(), CancellationToken.None) is not null;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
