using MassTransit;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Tasks and messages that are sent for later.</summary>
public abstract class SchedulingSuite : BehaviourSuite
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Test]
    public async Task A_task_with_a_countdown_runs_when_it_is_due_and_not_before()
    {
        var delay = TimeSpan.FromSeconds(1.2);
        var before = Now;

        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Countdown = delay });
        var after = Now;
        var ended = await task.WaitForSubmission();

        // Stores keep microseconds.
        Assert.That(ended.Eta, Is.InRange(before + delay - TimeSpan.FromMicroseconds(1), after + delay));
        Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(ended.Result, Is.EqualTo("3"));
        Assert.That(ended.Attempt, Is.EqualTo(1));
        Assert.That(ended.Attempts.Single().ReceivedAt, Is.GreaterThanOrEqualTo(ended.Eta!));
        Assert.That(ended.Attempts.Single().ReceivedAt, Is.LessThan((ended.Eta + TimeSpan.FromSeconds(25))!));
    }

    [Test]
    public async Task Delays_shorter_than_a_second_work()
    {
        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Countdown = TimeSpan.FromMilliseconds(150) });

        var ended = await task.WaitForSubmission();

        Assert.That(ended.StartedAt, Is.GreaterThanOrEqualTo(ended.Eta!));
    }

    [Test]
    public async Task An_eta_counts_at_its_own_offset_and_one_that_has_passed_runs_at_once()
    {
        var later = (Now + TimeSpan.FromSeconds(1)).ToOffset(TimeSpan.FromHours(9));
        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Eta = later });
        var past = await Tasks.Send(new Add(1, 3), new TaskOptions { Eta = Now - Far });
        var negative = await Tasks.Send(new Add(1, 4), new TaskOptions { Countdown = -Far });

        Assert.That(await past.GetResult(Soon), Is.EqualTo(4));
        Assert.That(await negative.GetResult(Soon), Is.EqualTo(5));
        Assert.That(await task.GetResult(Soon), Is.EqualTo(3));
        Assert.That((await task.GetStatus()).StartedAt, Is.GreaterThanOrEqualTo(later));
    }

    [Test]
    public async Task A_task_that_is_called_for_later_answers_its_caller() =>
        Assert.That(
            await Tasks.Call(new Add(2, 2), new TaskOptions { Countdown = TimeSpan.FromSeconds(0.5) }, Soon),
            Is.EqualTo(4));

    [Test]
    public async Task Many_are_sent_for_later_as_one_is()
    {
        var tasks = await Tasks.SendMany(
            Enumerable.Range(0, 200).Select(number => new Add(number, 1)),
            new TaskOptions { Countdown = TimeSpan.FromSeconds(1), Priority = 7 });

        for (var number = 0; number < tasks.Count; number++)
        {
            Assert.That(await tasks[number].GetResult(Soon), Is.EqualTo(number + 1));
            var status = await tasks[number].WaitForSubmission();
            Assert.That(status.StartedAt, Is.GreaterThanOrEqualTo(status.Eta!));
        }
    }

    [Test]
    public async Task What_is_said_with_a_task_arrives_with_it()
    {
        var (root, parent, id) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var gate = Gate.New();
        gate.Open();

        var task = await Tasks.Send(new WaitAtGate(gate.Name), new TaskOptions
        {
            Countdown = TimeSpan.FromSeconds(0.3), TaskId = id, RootId = root, ParentId = parent,
            ExpiresAfter = Far,
        });
        var ended = await task.WaitForSubmission();

        Assert.That((ended.TaskId, ended.RootId, ended.ParentId), Is.EqualTo((id, root, parent)));
        Assert.That(ended.Expires, Is.GreaterThan(Now));
        Assert.That(ended.Queue, Is.EqualTo(Queue));
        Assert.That(ended.Arguments, Does.Contain(gate.Name));
    }

    [Test]
    public async Task A_task_that_expires_before_it_is_due_is_not_run()
    {
        var gate = Gate.New();
        var task = await Tasks.Send(new WaitAtGate(gate.Name), new TaskOptions
        {
            Countdown = TimeSpan.FromSeconds(0.6), ExpiresAfter = TimeSpan.FromSeconds(0.3),
        });

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Expired));
        Assert.That(gate.Arrived, Is.Zero);
    }

    [Test]
    public async Task A_scheduled_task_that_is_revoked_is_revoked_at_once()
    {
        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Countdown = Far });
        await StateOf(task, TaskState.Scheduled);

        await task.Revoke(reason: "not needed any more");

        var exception = Assert.ThrowsAsync<TaskRevokedException>(() => task.GetResult(Soon))!;
        Assert.That(exception.Message, Does.EndWith("was revoked: not needed any more"));
        var status = await task.GetStatus();
        Assert.That(status.Attempts.Single().Worker, Is.EqualTo("messaging-scheduler"));
        Assert.That(status.Name, Is.EqualTo("math.add"));
    }

    [Test]
    public async Task Many_that_are_revoked_right_after_they_were_sent_are_all_revoked()
    {
        var tasks = await Tasks.SendMany(
            Enumerable.Range(0, 100).Select(number => new Add(number, 1)), new TaskOptions { Countdown = Far });

        await Task.WhenAll(tasks.Select(task => task.Revoke()));

        foreach (var task in tasks)
            Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task A_task_may_be_revoked_before_it_is_sent_for_later()
    {
        var id = Guid.CreateVersion7();
        await Tasks.Revoke(id);
        await Eventually.Get(() => Tasks.Get(id).GetStatus(), status => status.RevokeRequestedAt is not null);

        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Countdown = Far, TaskId = id });

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task MassTransits_own_scheduler_sends_later_with_ids_and_headers_and_cancels()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var scheduler = scope.ServiceProvider.GetRequiredService<IMessageScheduler>();
        var (queue, id) = (new Uri($"queue:{Queue}"), Guid.CreateVersion7());

        var doomed = await scheduler.ScheduleSend(queue, (Now + Far).UtcDateTime, new Add(1, 2));
        await Eventually.Get(() => IsKept(doomed.TokenId), isKept => isKept);
        await scheduler.CancelScheduledSend(doomed.Destination, doomed.TokenId);
        await Eventually.Get(() => IsKept(doomed.TokenId), isKept => !isKept);

        var due = Now + TimeSpan.FromSeconds(1);
        await scheduler.ScheduleSend(
            queue,
            due.UtcDateTime,
            new Add(3, 4),
            Pipe.Execute<SendContext<Add>>(context => context.MessageId = id));
        var ended = await Tasks.Get(id).Wait(Soon);
        Assert.That((ended.State, ended.Result), Is.EqualTo((TaskState.Succeeded, "7")));
        Assert.That(ended.StartedAt, Is.GreaterThanOrEqualTo(due));

        async Task<bool> IsKept(Guid token) =>
            await Tasks.ListScheduled(new ListScheduled { Queue = Queue }).AnyAsync(item => item.Id == token);
    }

    [Test]
    public async Task None_of_many_that_are_cancelled_at_once_after_they_were_scheduled_is_kept()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var scheduler = scope.ServiceProvider.GetRequiredService<IMessageScheduler>();
        var taken = new TakenSchedules();
        using var observing = Host.Services.GetRequiredService<IBus>().ConnectConsumeObserver(taken);
        var (queue, due) = (new Uri($"queue:{Queue}"), (Now + TimeSpan.FromDays(200)).UtcDateTime);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ =>
        {
            var doomed = await scheduler.ScheduleSend(queue, due, new Add(1, 2));
            await scheduler.CancelScheduledSend(doomed.Destination, doomed.TokenId);
            return doomed.TokenId;
        }));

        await Eventually.Get(() => Task.FromResult(tokens.Count(taken.HasBoth)), count => count == tokens.Length);
        var kept = await Tasks.ListScheduled(new ListScheduled { Queue = Queue }).Select(item => item.Id).ToArrayAsync();
        Assert.That(kept.Intersect(tokens), Is.Empty);
    }

    [Test]
    public async Task MassTransits_own_scheduler_publishes_later()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var scheduler = scope.ServiceProvider.GetRequiredService<IMessageScheduler>();
        var id = Guid.CreateVersion7();
        var heard = new TaskCompletionSource<ConsumeContext<Announcement>>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        var connector = Host.Services.GetRequiredService<IReceiveEndpointConnector>();
        var listening = connector.ConnectReceiveEndpoint(new TemporaryEndpointDefinition(), null, (_, endpoint) =>
            endpoint.Handler<Announcement>(context =>
            {
                heard.TrySetResult(context);
                return Task.CompletedTask;
            }));
        await listening.Ready;

        var due = Now + TimeSpan.FromSeconds(0.5);
        var announced = await scheduler.SchedulePublish(
            due.UtcDateTime,
            new Announcement("now"),
            Pipe.Execute<SendContext>(context => (context.MessageId, context.CorrelationId) = (id, id)));

        var context = await heard.Task.WaitAsync(Soon);
        Assert.That(Now, Is.GreaterThanOrEqualTo(due));
        Assert.That(context.Message.Text, Is.EqualTo("now"));
        Assert.That((context.MessageId, context.CorrelationId), Is.EqualTo(((Guid?)id, (Guid?)id)));
        Assert.That(context.Headers.Get<string>(MessageHeaders.SchedulingTokenId), Is.EqualTo($"{announced.TokenId}"));
        await listening.StopAsync();
    }

    [Test]
    public async Task What_waits_is_listed_and_counted_per_queue_and_task()
    {
        var horizon = Now + TimeSpan.FromDays(300);
        var first = await Tasks.Send(new Add(1, 2), new TaskOptions { Eta = horizon });
        var second = await Tasks.Send(new Add(1, 3), new TaskOptions { Eta = horizon + TimeSpan.FromSeconds(1) });
        var other = await Tasks.Send(new WaitAtGate("none"), new TaskOptions { Eta = horizon - TimeSpan.FromDays(1) });

        var added = await Eventually.Get(
            () => Listed(new ListScheduled { Name = "math.add", Queue = Queue, PageSize = 1 }),
            items => items.Count(item => item.Due > horizon - TimeSpan.FromSeconds(1)) == 2);
        Assert.That(added[^2..].Select(item => item.Id), Is.EqualTo(new[] { first.TaskId, second.TaskId }));
        var counts = await Eventually.Get(
            () => Tasks.CountScheduled(new CountScheduled { Queue = Queue }),
            counts => counts.Counts.Any(count => count.Name == "test.wait"));
        Assert.That(counts.Counts.Single(count => count.Name == "math.add").Count, Is.GreaterThanOrEqualTo(2));

        await first.Revoke();
        await second.Revoke();
        await other.Revoke();
        Assert.That((await other.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public void A_question_about_what_waits_that_is_not_allowed_is_refused()
    {
        var exception = Assert.Throws<TaskQueryException>(() => Tasks.ListScheduled(
            new ListScheduled { PageSize = 0, Cursor = "1-0198f3a100007000800000000000000a" }))!;

        Assert.That(exception.Message, Does.Contain("PageSize is 0. Allowed: 1 to 1,000."));
        Assert.That(exception.Message, Does.Contain("which no page had"));
    }

    private async Task<List<ScheduledItem>> Listed(ListScheduled query)
    {
        var items = new List<ScheduledItem>();
        await foreach (var item in Tasks.ListScheduled(query))
            items.Add(item);
        return items;
    }

    [Test]
    public void An_eta_that_nothing_can_keep_is_refused()
    {
        var exception = Assert.ThrowsAsync<TaskOptionsException>(() => Tasks.Send(
            new Add(1, 2), new TaskOptions { Eta = DateTimeOffset.MaxValue }))!;
        Assert.That(exception.Message, Does.Contain(
            "Eta is 9999-12-31T23:59:59.9999999+00:00. Allowed: up to 9999-01-01T00:00:00.0000000+00:00."));

        var countdown = Assert.ThrowsAsync<TaskOptionsException>(() => Tasks.Send(
            new Add(1, 2), new TaskOptions { Countdown = TimeSpan.MaxValue }))!;
        Assert.That(countdown.Message, Does.Contain("Countdown is "));
    }
}

/// <summary>Published by tests.</summary>
public sealed record Announcement(string Text);
