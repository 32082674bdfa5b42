using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>What policies, here those of the configuration, say of how tasks run.</summary>
public abstract class RunPolicySuite
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tenth = TimeSpan.FromSeconds(0.1);

    private MessagingHost host = null!;

    public static IEnumerable<TestCaseData> OfCalls =>
    [
        new(Backoff.None, new[] { 0.0, 0, 0 }),
        new(Backoff.Fixed(Tenth * 2), new[] { 0.2, 0.2, 0.2 }),
        new(Backoff.Exponential(Tenth).WithMax(Tenth * 2.5).WithoutJitter(), new[] { 0.1, 0.2, 0.25 }),
    ];

    [OneTimeSetUp]
    public async Task StartHost() => host = await MessagingHost.Start(
        NewSettings().With(
            ("Roles", "Worker, Tracker"),
            ("Producer:QueryTimeout", "00:00:30"),
            // Shorter ones are waited for in the worker, longer ones with the trackers.
            ("Worker:InProcessRetryLimit", "00:00:00.15"),
            ("Tasks:test.wait:SoftTimeLimit", "00:00:00.2"),
            ("Tasks:test.spin:TimeLimit", "00:00:00.2"),
            ("Tasks:test.text:IgnoreResult", "true"),
            ("Tasks:test.fail:MaxRetries", "3"),
            ("Tasks:test.fail:Backoff:Kind", "Exponential"),
            ("Tasks:test.fail:Backoff:Base", "00:00:00.1"),
            ("Tasks:test.fail:Backoff:Max", "00:00:00.3"),
            ("Tasks:test.fail:Backoff:Jitter", "false"),
            ("Tasks:test.later:Backoff:Kind", "Linear"),
            ("Tasks:test.later:Backoff:Base", "00:00:00.1"),
            ("Tasks:test.later:Backoff:Jitter", "false"),
            ("Tasks:test.again:MaxRetries", "3"),
            ("Tasks:test.again:Backoff:Kind", "Fixed"),
            ("Tasks:test.again:Backoff:Base", "00:00:00.1"),
            ("Tasks:test.cancel:MaxRetries", "3"),
            ("Tasks:test.cancel:Backoff:Base", "00:00:00.1")),
        TestTasks.Add);

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task The_soft_time_limit_cancels_the_task()
    {
        var ended = await (await host.Tasks.Send(new WaitAtGate(Gate.New().Name))).Wait(Soon);

        Assert.That(ended.Error!.Type, Does.EndWith(nameof(Consumers.SoftTimeLimitExceededException)));
    }

    [Test]
    public async Task The_hard_time_limit_gives_the_task_up()
    {
        var gate = Gate.New();
        var ended = await (await host.Tasks.Send(new SpinAtGate(gate.Name))).Wait(Soon);
        gate.Open();

        Assert.That(ended.Error!.Type, Does.EndWith(nameof(Consumers.TimeLimitExceededException)));
        Assert.That(ended.Attempts, Has.Count.EqualTo(1), "is not retried");
    }

    [Test]
    public void A_soft_time_limit_above_the_hard_one_is_refused_when_the_task_is_sent() => Assert.That(
        () => host.Tasks.Send(new Add(1, 1), new TaskOptions
        {
            SoftTimeLimit = TimeSpan.FromSeconds(60), TimeLimit = TimeSpan.FromSeconds(30),
        }),
        Throws.TypeOf<TaskOptionsException>().With.Message.Contains("longer than TimeLimit (00:00:30)"));

    [Test]
    public async Task A_result_that_is_not_to_be_kept_is_not_and_the_error_of_such_a_task_is()
    {
        var told = await (await host.Tasks.Send(new SayText("a", Fails: false))).Wait(Soon);
        var failed = await (await host.Tasks.Send(new SayText("b", Fails: true))).Wait(Soon);

        Assert.That((told.State, told.Result), Is.EqualTo((TaskState.Succeeded, (string?)null)));
        Assert.That((failed.State, failed.Error?.Message), Is.EqualTo((TaskState.Failed, "b")));
    }

    [Test]
    public async Task Exponential_delays_double_up_to_their_cap() => Assert.That(
        await Delays(new FailTimes(Guid.NewGuid().ToString("N"), 99)), Is.EqualTo(new[] { 0.1, 0.2, 0.3 }));

    [Test]
    public async Task Linear_delays_grow_by_their_base() => Assert.That(
        await Delays(new FailThenLater(Guid.NewGuid().ToString("N"), 99)), Is.EqualTo(new[] { 0.1, 0.2, 0.3 }));

    [Test]
    public async Task Fixed_delays_are_all_the_same() => Assert.That(
        await Delays(new AskAgain(Guid.NewGuid().ToString("N"), 99, Delay: null, IsSnooze: false)),
        Is.EqualTo(new[] { 0.1, 0.1, 0.1 }));

    [TestCaseSource(nameof(OfCalls))]
    public async Task A_call_may_bring_a_backoff_of_its_own(Backoff backoff, double[] delays) => Assert.That(
        await Delays(
            new FailThenLater(Guid.NewGuid().ToString("N"), 99), new TaskOptions { Backoff = backoff, MaxRetries = 3 }),
        Is.EqualTo(delays));

    [Test]
    public void A_backoff_that_is_too_long_is_refused_when_the_task_is_sent() => Assert.That(
        () => host.Tasks.Send(new Add(1, 1), new TaskOptions
        {
            Backoff = Backoff.Fixed(TimeSpan.FromDays(1)).WithMax(TimeSpan.FromDays(4000)),
        }),
        Throws.TypeOf<TaskOptionsException>().With.Message.Contains("Backoff.Max is 4000.00:00:00. Allowed: at most 3650"));

    [Test]
    public async Task Delays_are_drawn_between_none_and_all_of_them_if_nothing_else_is_said()
    {
        var delays = await Delays(new ThrowCancellation(Guid.NewGuid().ToString("N")));

        Assert.That(delays, Is.Not.EqualTo(new[] { 0.1, 0.2, 0.4 }));
        // Times are kept to the microsecond.
        Assert.That(delays.Zip([0.1, 0.2, 0.4], (delay, most) => delay / most), Has.All.InRange(0, 1.0001));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    /// <summary>Seconds from the end of each attempt to the time that the next one was due.</summary>
    private async Task<double[]> Delays<TTask>(TTask task, TaskOptions? options = null)
        where TTask : class, ITask
    {
        var ended = await (await host.Tasks.Send(task, options ?? new TaskOptions())).WaitForAttempts(4);

        Assert.That(ended.Attempts, Has.Count.EqualTo(4));
        return
        [
            .. ended.Attempts.Take(3).Select(attempt => (attempt.NextAttemptAt - attempt.FinishedAt)!.Value.TotalSeconds),
        ];
    }
}

[TestFixture]
public sealed class RunPolicyInMemory : RunPolicySuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class RunPolicyOverRabbitMq : RunPolicySuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
