using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.TestHarness.Tests;

public sealed class MessagingTestHarnessTests
{
    private static readonly TimeSpan Soon = Eventually.Deadline;

    private MessagingTestHarness harness = null!;

    [SetUp]
    public async Task Start() => harness = await MessagingTestHarness.Start(messaging =>
    {
        messaging.AddTask<FailTimesConsumer>(policy => policy.Retry(99, Backoff.Exponential(TimeSpan.FromHours(1))
            .WithMax(TimeSpan.FromDays(1)).WithoutJitter()));
        messaging.AddTask<AskAgainConsumer>();
        messaging.AddTask<AddConsumer>();
        messaging.AddTask<SendSumsConsumer>();
        messaging.AddTask<ElsewhereConsumer>();
        messaging.AddTask<SpinAtGateConsumer>();
        messaging.AddTask<WaitAtGateConsumer>();
        messaging.AddPeriodicTask("sums", new Add(1, 2), Trigger.Every(TimeSpan.FromHours(1)));
    });

    [TearDown]
    public async Task Stop() => await harness.DisposeAsync();

    [Test]
    public async Task A_task_is_run_and_both_its_sending_and_its_run_are_recorded_before_its_result_is_there()
    {
        var task = await harness.Tasks.Send(
            new Add(4, 4),
            new TaskOptions { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Trace"] = "t1" } });
        var sent = harness.Sent<Add>().Single();

        Assert.That(await task.GetResult(Soon), Is.EqualTo(8));

        var ran = harness.Ran<Add>().Single();
        Assert.That((sent.TaskId, sent.Task, sent.Queue), Is.EqualTo((task.TaskId, new Add(4, 4), "default")));
        Assert.That(sent.Headers["Trace"], Is.EqualTo("t1"));
        Assert.That((ran.TaskId, ran.Task, ran.Attempt), Is.EqualTo((task.TaskId, new Add(4, 4), 1)));
        Assert.That((ran.Outcome, ran.Result, ran.Exception), Is.EqualTo((TaskState.Succeeded, "8", null as Exception)));
        Assert.That(harness.Ran<FailTimes>(), Is.Empty);
        Assert.That(harness.Ran<object>(), Has.Count.EqualTo(1));
        Assert.That(await harness.Tasks.Call(new Add(1, 2), Soon), Is.EqualTo(3));
    }

    [Test]
    public async Task The_exception_of_a_failed_task_is_the_one_that_it_threw()
    {
        var task = await harness.Tasks.Send(new FailTimes(NewKey(), 9), new TaskOptions { MaxRetries = 0 });

        var failure = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.That(failure.InnerException, Is.SameAs(harness.Ran<FailTimes>().Single().Exception));
        Assert.That(failure.InnerException, Is.TypeOf<InvalidDataException>());
        Assert.That(
            Assert.ThrowsAsync<TaskFailedException>(
                () => harness.Tasks.Call(new FailTimes(NewKey(), 9), new TaskOptions { MaxRetries = 0 }, Soon))!
                .InnerException,
            Is.TypeOf<InvalidDataException>());
    }

    [Test]
    public async Task A_retry_comes_when_the_clock_has_been_moved_on_by_its_delay_and_not_before()
    {
        var task = await harness.Tasks.Send(new FailTimes(NewKey(), 2));
        await IsRetried(attempt: 1);

        await harness.Advance(TimeSpan.FromMinutes(59));
        Assert.That((await task.GetStatus()).Attempt, Is.EqualTo(1));
        await harness.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await task.GetStatus()).Attempt, Is.EqualTo(2));
        await IsRetried(attempt: 2);
        await harness.Advance(TimeSpan.FromHours(2));

        Assert.That(await task.GetResult(Soon), Is.EqualTo(3));

        // However long the attempt takes: the delay counts from its end.
        Task IsRetried(int attempt) => Eventually.Get(
            () => task.GetStatus(), status => (status.State, status.Attempt) == (TaskState.Retrying, attempt));
    }

    [Test]
    public async Task A_task_for_later_is_run_when_its_time_has_come()
    {
        var eta = harness.Clock.GetUtcNow().AddDays(400);
        var task = await harness.Tasks.Send(new Add(1, 1), new TaskOptions { Eta = eta });

        await harness.Advance(TimeSpan.FromDays(399));
        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Scheduled));
        await harness.Advance(TimeSpan.FromDays(1));

        Assert.That(await task.GetResult(Soon), Is.EqualTo(2));
        Assert.That((await task.GetStatus()).StartedAt, Is.GreaterThanOrEqualTo(eta));
    }

    [Test]
    public async Task All_is_run_until_nothing_is_left_however_long_it_would_take()
    {
        var failing = await harness.Tasks.Send(new FailTimes(NewKey(), 30));
        await harness.Tasks.Send(new SendSums(20));
        var back = await harness.Tasks.Send(new AskAgain(NewKey(), 5, TimeSpan.FromDays(1), IsSnooze: true));

        await harness.RunUntilIdle();

        Assert.That((await failing.GetStatus()).Result, Is.EqualTo("31"));
        Assert.That((await back.GetStatus()).Result, Is.EqualTo("6"));
        Assert.That(harness.Sent<Add>(), Has.Count.EqualTo(20));
        Assert.That(
            harness.Ran<Add>().Where(run => run.Task.X == run.Task.Y).Select(run => run.Task.X),
            Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(harness.Clock.Ahead, Is.InRange(TimeSpan.FromDays(25), TimeSpan.FromDays(30)));
    }

    [Test]
    public async Task What_does_not_end_is_named()
    {
        var stuck = await harness.Tasks.Send(new WaitAtGate(Gate.New().Name));
        var unread = await harness.Tasks.Send(new Add(1, 1), new TaskOptions { Queue = "nobody" });
        await Eventually.Get(() => stuck.GetStatus(), status => status.State == TaskState.Started);
        await Eventually.Get(() => unread.GetStatus(), status => status.State == TaskState.Pending);

        var late = Assert.ThrowsAsync<TimeoutException>(() => harness.RunUntilIdle(TimeSpan.FromSeconds(0.3)))!;

        Assert.That(late.Message, Does.StartWith("2 tasks have not ended within 00:00:00.3000000 of real time: ")
            .And.Contains($"test.wait {stuck.TaskId} (Started)")
            .And.Contains($"math.add {unread.TaskId} (Pending)"));
        await stuck.Revoke(RevokeMode.Terminate);
        Assert.That((await stuck.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task Time_limits_go_by_the_clock()
    {
        var gate = Gate.New();
        var (soft, hard) = (
            await harness.Tasks.Send(
                new WaitAtGate(gate.Name), new TaskOptions { SoftTimeLimit = TimeSpan.FromHours(1) }),
            await harness.Tasks.Send(new SpinAtGate(gate.Name), new TaskOptions { TimeLimit = TimeSpan.FromHours(2) }));
        await gate.NextArrival();
        await gate.NextArrival();

        await harness.Advance(TimeSpan.FromHours(1));
        var softEnd = Assert.ThrowsAsync<TaskFailedException>(() => soft.GetResult(Soon))!;
        Assert.That((await hard.GetStatus()).State, Is.EqualTo(TaskState.Started));
        await harness.Advance(TimeSpan.FromHours(1));
        var hardEnd = Assert.ThrowsAsync<TaskFailedException>(() => hard.GetResult(Soon))!;
        gate.Open();

        Assert.That(softEnd.InnerException, Is.TypeOf<SoftTimeLimitExceededException>());
        Assert.That(hardEnd.InnerException, Is.TypeOf<TimeLimitExceededException>());
    }

    [Test]
    public async Task A_task_expires_by_the_clock()
    {
        var task = await harness.Tasks.Send(
            new Add(1, 1),
            new TaskOptions { Countdown = TimeSpan.FromHours(2), ExpiresAfter = TimeSpan.FromHours(1) });

        await harness.RunUntilIdle();

        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Expired));
        Assert.That(harness.Ran<Add>().Single(run => run.TaskId == task.TaskId).Outcome, Is.EqualTo(TaskState.Expired));
    }

    [Test]
    public async Task Rate_limits_go_by_the_clock()
    {
        await using var limited = await MessagingTestHarness.Start(
            messaging => messaging.AddTask<AddConsumer>(policy => policy.RateLimit("1/h")));
        for (var number = 0; number < 4; number++)
            await limited.Tasks.Send(new Add(number, number));

        await limited.RunUntilIdle();

        Assert.That(limited.Ran<Add>(), Has.Count.EqualTo(4));
        Assert.That(limited.Clock.Ahead, Is.InRange(TimeSpan.FromHours(2.9), TimeSpan.FromHours(3.2)));
    }

    [Test]
    public async Task A_queue_that_a_policy_names_is_read() => Assert.That(
        await (await harness.Tasks.Send(new Elsewhere())).GetResult(Soon), Is.EqualTo("reports"));

    [Test]
    public async Task Periodic_tasks_run_by_the_clock()
    {
        var schedules = (ISchedules)harness.Services.GetService(typeof(ISchedules))!;
        await Eventually.Succeed(() => schedules.Get("sums"), exception => exception is ScheduleNotFoundException);

        await harness.Advance(TimeSpan.FromHours(1));

        await Eventually.Get(
            () => Task.FromResult(harness.Ran<Add>()), ran => ran.Any(run => run.Task == new Add(1, 2)));
    }

    [Test]
    public async Task Harnesses_do_not_see_each_other()
    {
        await using var other = await MessagingTestHarness.Start(messaging => messaging.AddTask<AddConsumer>());

        await (await other.Tasks.Send(new Add(1, 1))).GetResult(Soon);

        Assert.That(other.Ran<Add>(), Has.Count.EqualTo(1));
        Assert.That(harness.Sent<Add>(), Is.Empty);
        Assert.That(harness.Ran<Add>(), Is.Empty);
    }

    [Test]
    public async Task What_a_test_says_itself_goes_before_the_harness()
    {
        await using var other = await MessagingTestHarness.Start(messaging => messaging.AddTask<AddConsumer>().Configure(
            (MessagingOptions options) => options.Prefix = "mine-"));

        await other.Tasks.Send(new Add(1, 1));

        Assert.That(other.Sent<Add>().Single().Queue, Is.EqualTo("mine-default"));
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");
}
