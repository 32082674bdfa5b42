using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScheduleDispatcherTests
{
    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(2);

    private readonly InterceptedSchedule store = new();
    private readonly RecordedSender sender = new();
    private readonly ManualClock clock = new();
    private readonly RecordedLog log = new();
    private readonly CancellationTokenSource stop = new();
    private readonly DueSignal due;
    private Task running = null!;

    public ScheduleDispatcherTests() => due = new DueSignal(clock);

    [SetUp]
    public void Start() => running = new ScheduleDispatcher(store, sender, due, clock, log).Run(stop.Token);

    [TearDown]
    public async Task Stop()
    {
        await stop.CancelAsync();
        await running.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task An_empty_store_is_looked_at_once_every_two_seconds()
    {
        Assert.That(await clock.NextWait(), Is.EqualTo(WhileEmpty));
        for (var look = 1; look < 10; look++)
        {
            clock.Advance(WhileEmpty);
            Assert.That(await clock.NextWait(), Is.EqualTo(WhileEmpty));
        }

        Assert.That(store.Looks, Is.EqualTo(10));
    }

    [Test]
    public async Task A_message_that_another_tracker_has_stored_is_sent_when_it_is_due_and_not_before()
    {
        await clock.NextWait();
        await Keep(4.25);

        clock.Advance(WhileEmpty);
        Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(0.25)));
        Assert.That(sender.HasMore, Is.False);

        clock.Advance(TimeSpan.FromSeconds(0.25));
        await sender.Next();
        Assert.That(await clock.NextWait(), Is.EqualTo(WhileEmpty));
        Assert.That(await store.NextDue(default), Is.Null);
    }

    [Test]
    public async Task A_message_that_this_tracker_stores_is_sent_without_waiting_for_the_next_look()
    {
        await clock.NextWait();
        await Keep(0.125);
        due.Stored(clock.GetUtcNow().AddSeconds(0.125));

        Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(0.125)));
        clock.Advance(TimeSpan.FromSeconds(0.125));
        await sender.Next();
    }

    [Test]
    public async Task A_message_for_later_wakes_nobody()
    {
        await clock.NextWait();
        due.Stored(clock.GetUtcNow().AddSeconds(30));

        clock.Advance(WhileEmpty);
        await clock.NextWait();

        Assert.That(store.Looks, Is.EqualTo(2));
    }

    [Test]
    public async Task More_than_a_thousand_are_sent_one_thousand_after_the_other()
    {
        await clock.NextWait();
        var sizes = new List<int>();
        sender.Sending = (messages, _) =>
        {
            sizes.Add(messages.Count);
            return Task.FromResult(RecordedSender.All(messages));
        };
        await store.Save([.. Enumerable.Range(0, 2_500).Select(_ => Due(0.5))], [], default);

        clock.Advance(WhileEmpty);
        await clock.NextWait();

        Assert.That(sizes, Is.EqualTo(new[] { 1_000, 1_000, 500 }));
    }

    [Test]
    public async Task A_message_that_cannot_be_sent_is_put_off_for_longer_each_time_and_holds_up_no_other()
    {
        await clock.NextWait();
        var (bad, good) = (Due(0.5), Due(0.5));
        sender.Sending = (messages, _) => Task.FromResult(new SentMessages(
            [.. messages.Where(message => message.Token != bad.Token)],
            messages.Where(message => message.Token == bad.Token).ToDictionary(message => message, _ => "No such host."),
            BrokerFault: null));
        await store.Save([bad, good], [], default);

        clock.Advance(WhileEmpty);
        Assert.That((await sender.Next()).Token, Is.EqualTo(good.Token));
        Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await store.NextDue(default), Is.EqualTo(clock.GetUtcNow().AddSeconds(1)));
        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.NextWait();

        Assert.That(await store.NextDue(default), Is.EqualTo(clock.GetUtcNow().AddSeconds(2)));
        Assert.That(log.Entries.First(), Is.EqualTo((LogLevel.Warning,
            $"Scheduled message {bad.Token} (attempt 1) cannot be sent to queue:app-default: No such host. It is tried "
            + "again in 00:00:01. Check that the address is one of this broker's; revoke the task or cancel the message "
            + "to be rid of it.")));
    }

    [Test]
    public async Task While_the_broker_is_away_nothing_is_put_off_and_it_is_told_once()
    {
        await clock.NextWait();
        sender.Sending = (_, _) => Task.FromResult(
            new SentMessages([], new Dictionary<ScheduledMessage, string>(), "It is away."));
        await Keep(0.5);
        for (var second = 0; second < 3; second++)
        {
            clock.Advance(WhileEmpty);
            Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        }

        sender.Sending = (messages, _) => Task.FromResult(RecordedSender.All(messages));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await sender.Next()).Failures, Is.Zero);
        await clock.NextWait();

        Assert.That(log.Entries.Select(entry => entry.Level), Is.EqualTo(
            new[] { LogLevel.Warning, LogLevel.Information }));
    }

    [Test]
    public async Task While_the_store_is_away_it_is_tried_every_second_and_told_once()
    {
        await clock.NextWait();
        await Keep(0.5);
        store.Using = () => throw new TaskStoreUnavailableException("The database is away.");
        for (var second = 0; second < 3; second++)
        {
            clock.Advance(WhileEmpty);
            Assert.That(await clock.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        }

        store.Using = () => { };
        clock.Advance(TimeSpan.FromSeconds(1));
        await sender.Next();
        await clock.NextWait();

        Assert.That(log.Entries.Select(entry => entry.Level), Is.EqualTo(
            new[] { LogLevel.Error, LogLevel.Information }));
    }

    [Test]
    public async Task What_was_confirmed_when_it_is_stopped_is_not_sent_again()
    {
        await clock.NextWait();
        var sending = new TaskCompletionSource();
        sender.Sending = async (messages, cancellationToken) =>
        {
            sending.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return RecordedSender.All([messages[0]]);
        };
        var (first, second) = (Due(0.5), Due(0.6));
        await store.Save([first, second], [], default);
        clock.Advance(WhileEmpty);
        await sending.Task.WaitAsync(Eventually.Deadline);

        await Stop();

        await using var left = await store.Claim(clock.GetUtcNow(), 10, default);
        Assert.That(left.Messages.Select(message => message.Token), Is.EqualTo(new[] { second.Token }));
    }

    private Task Keep(double seconds) => store.Save([Due(seconds)], [], default);

    private ScheduledMessage Due(double seconds) =>
        SampleMessages.Due(0) with { Due = clock.GetUtcNow().AddSeconds(seconds) };
}
