using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Producers.Tests.Sending;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Producers.Tests.Events;

[TestFixture]
public sealed class TaskEventBufferTests
{
    private TrackingQueue queue = null!;

    [SetUp]
    public async Task StartQueue() => queue = await TrackingQueue.Start();

    [TearDown]
    public async Task StopQueue() => await queue.DisposeAsync();

    [Test]
    public async Task Events_leave_in_batches_of_at_most_200()
    {
        // Held up, so that it is their number that makes them leave, and not the time that a slow machine takes.
        var open = new TaskCompletionSource();
        queue.Before(() => open.Task);
        await using var buffer = NewBuffer(10_000);
        for (var number = 0; number < 1_800; number++)
            await buffer.Add(NewEvent(), CancellationToken.None);
        open.SetResult();
        await buffer.Flush(CancellationToken.None);

        await Eventually.Get(() => Task.FromResult(queue.Events.Count()), count => count == 1_800);
        Assert.That(queue.Batches.Max(batch => batch.Events.Count), Is.LessThanOrEqualTo(200));
        Assert.That(queue.Batches, Has.Count.LessThan(20));
    }

    [Test]
    public async Task A_confirmation_comes_after_the_batch_is_sent_and_not_before()
    {
        var (entered, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        queue.Before(() =>
        {
            entered.TrySetResult();
            return open.Task;
        });
        await using var buffer = NewBuffer(10_000);

        var confirmed = buffer.AddConfirmed(NewEvent(), CancellationToken.None);
        var flushed = buffer.Flush(CancellationToken.None);
        await entered.Task.WaitAsync(Eventually.Deadline);
        Assert.That((confirmed.IsCompleted, flushed.IsCompleted), Is.EqualTo((false, false)));
        open.SetResult();

        await confirmed.WaitAsync(Eventually.Deadline);
        await flushed.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task A_full_buffer_makes_whoever_adds_wait_and_loses_nothing()
    {
        var open = new TaskCompletionSource();
        queue.Before(() => open.Task);
        await using var buffer = NewBuffer(500);

        // Four batches on their way, one in the pump's hands and one in the buffer are all that fits.
        var adding = Task.Run(async () =>
        {
            for (var number = 0; number < 5_000; number++)
                await buffer.Add(NewEvent(), CancellationToken.None);
        });
        await Eventually.Get(
            () => Task.FromResult(Blocked(buffer)), isBlocked => isBlocked);
        Assert.That(adding.IsCompleted, Is.False);
        open.SetResult();

        await adding.WaitAsync(Eventually.Deadline);
        await buffer.Flush(CancellationToken.None);
        await Eventually.Get(
            () => Task.FromResult(queue.Events.Count(IsNotProbe)), count => count == 5_000);
    }

    [Test]
    public async Task A_batch_that_cannot_be_sent_is_sent_again_until_it_is()
    {
        var failures = 3;
        queue.Before(() => Interlocked.Decrement(ref failures) >= 0
            ? throw new IOException("The connection was cut.")
            : Task.CompletedTask);
        await using var buffer = NewBuffer(10_000);
        var sent = NewEvent();

        await buffer.AddConfirmed(sent, CancellationToken.None).WaitAsync(Eventually.Deadline);

        await Eventually.Get(() => Task.FromResult(queue.Events.Count()), count => count == 1);
        Assert.That(queue.Events.Single().TaskId, Is.EqualTo(sent.TaskId));
    }

    [Test]
    public async Task Whoever_waits_for_a_confirmation_is_told_when_it_will_not_come()
    {
        queue.Before(() => throw new IOException("The connection was cut."));
        var buffer = NewBuffer(10_000);
        var confirmed = buffer.AddConfirmed(NewEvent(), CancellationToken.None);

        await buffer.DisposeAsync();

        Assert.CatchAsync<OperationCanceledException>(() => confirmed);
    }

    [Test]
    public async Task An_event_alone_leaves_sooner_than_the_linger_of_a_busy_buffer()
    {
        await using var buffer = NewBuffer(10_000);

        // The shortest of many is what the buffer waits by itself, however busy the machine is.
        await Eventually.Get(TimeOfOne, time => time < TimeSpan.FromMilliseconds(10));

        async Task<TimeSpan> TimeOfOne()
        {
            var started = Stopwatch.GetTimestamp();
            await buffer.AddConfirmed(NewEvent(), CancellationToken.None).WaitAsync(Eventually.Deadline);
            return Stopwatch.GetElapsedTime(started);
        }
    }

    [Test]
    public async Task Events_keep_their_order_in_a_batch()
    {
        await using var buffer = NewBuffer(10_000);
        for (var number = 0; number < 1_000; number++)
            await buffer.Add(NewEvent() with { Name = $"{number:0000}" }, CancellationToken.None);
        await buffer.Flush(CancellationToken.None);

        await Eventually.Get(() => Task.FromResult(queue.Events.Count()), count => count == 1_000);
        foreach (var batch in queue.Batches)
            Assert.That(batch.Events.Select(taskEvent => ((TaskSubmitted)taskEvent).Name), Is.Ordered);
    }

    [Test]
    public async Task Whoever_gives_up_waiting_leaves_the_others_waiting()
    {
        var open = new TaskCompletionSource();
        queue.Before(() => open.Task);
        await using var buffer = NewBuffer(10_000);
        using var givingUp = new CancellationTokenSource();
        using var patient = new CancellationTokenSource();

        var first = buffer.AddConfirmed(NewEvent(), patient.Token);
        var given = buffer.AddConfirmed(NewEvent(), givingUp.Token);
        var second = buffer.AddConfirmed(NewEvent(), patient.Token);
        var third = buffer.AddConfirmed(NewEvent(), CancellationToken.None);
        await givingUp.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => given);
        Assert.That(new[] { first, second, third }.Any(waiting => waiting.IsCompleted), Is.False);
        open.SetResult();
        await Task.WhenAll(first, second, third).WaitAsync(Eventually.Deadline);
        await Eventually.Get(() => Task.FromResult(queue.Events.Count()), count => count == 4);
    }

    [Test]
    public async Task Whoever_waits_for_space_is_told_when_there_will_be_none()
    {
        queue.Before(() => throw new IOException("The connection was cut."));
        var buffer = NewBuffer(100);
        var adding = Task.Run(async () =>
        {
            while (true)
                await buffer.Add(NewEvent(), CancellationToken.None);
        });
        await Eventually.Get(() => Task.FromResult(Blocked(buffer)), isBlocked => isBlocked);

        await buffer.DisposeAsync();

        Assert.CatchAsync<ObjectDisposedException>(() => adding.WaitAsync(Eventually.Deadline));
    }

    [Test]
    public async Task Large_texts_leave_in_batches_of_few()
    {
        await using var buffer = NewBuffer(10_000);
        var large = new string('x', 600_000);
        for (var number = 0; number < 10; number++)
            await buffer.Add(NewEvent() with { Arguments = large }, CancellationToken.None);
        await buffer.Flush(CancellationToken.None);

        await Eventually.Get(() => Task.FromResult(queue.Events.Count()), count => count == 10);
        Assert.That(queue.Batches.Max(batch => batch.Events.Count), Is.LessThanOrEqualTo(2));
    }

    private static readonly Guid ProbeId = Guid.NewGuid();

    private static bool IsNotProbe(TaskEvent taskEvent) => taskEvent.TaskId != ProbeId;

    /// <summary>Whether an event more has to wait.</summary>
    private static bool Blocked(TaskEventBuffer buffer)
    {
        using var giveUp = new CancellationTokenSource();
        var adding = buffer.Add(NewEvent() with { TaskId = ProbeId }, giveUp.Token);
        var blocked = !adding.IsCompleted;
        giveUp.Cancel();
        return blocked;
    }

    private static TaskSubmitted NewEvent() => new()
    {
        TaskId = Guid.CreateVersion7(),
        Time = TimeProvider.System.GetUtcNow(),
        Name = "math.add",
        Queue = "default",
    };

    private TaskEventBuffer NewBuffer(int capacity) => new(
        queue,
        TrackingQueue.Address,
        capacity,
        TimeProvider.System,
        NullLogger<TaskEventBuffer>.Instance);
}
