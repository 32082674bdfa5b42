using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>What was fetched and nobody has taken.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SpareMessagesTests : IAsyncDisposable
{
    private readonly string queue = $"{Settings.NewPrefix()}queue";
    private readonly SqsPullBroker other = SqsServer.Open(TimeSpan.FromMinutes(1));

    public ValueTask DisposeAsync() => other.DisposeAsync();

    [Test]
    public async Task It_goes_back_after_seconds_however_long_the_lock_is()
    {
        await using var waiter = Open(speed: 20);
        await other.Send([Message()], default);
        await waiter.WaitForMessage(queue, TimeSpan.FromMinutes(10), default);

        await Received();
    }

    [Test]
    public async Task What_a_wait_brings_goes_back_at_once_when_the_one_who_waited_stops()
    {
        await using var waiter = Open(speed: 0.01);
        await other.DeclareQueue(new QueueDeclaration(queue, null), default);
        using var stop = new CancellationTokenSource();
        var waiting = waiter.WaitForMessage(queue, Eventually.Deadline, stop.Token);
        await stop.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => waiting);

        await other.Send([Message()], default);

        await Received();
    }

    private static SqsPullBroker Open(double speed) => SqsServer.Open(
        AmazonSqsAddress.Read(new Uri(SqsServer.Address("&lock=12h"))), new ScaledTime(speed));

    private Task<IReadOnlyList<HeldMessage>> Received() =>
        Eventually.Get(() => other.Receive(queue, 1, default), taken => taken.Count == 1);

    private OutgoingMessage Message() => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes("body")));
}
