using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Behaviour;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Brokers;

/// <summary>A way through the whole application, on every broker: a class for each, with its settings.</summary>
[Parallelizable(ParallelScope.Self)]
public abstract class ApplicationSuite : BehaviourSuite
{
    /// <summary>Five brokers are tried at a time, beside other tests.</summary>
    private static readonly TimeSpan NotSoSoon = TimeSpan.FromMinutes(3);

    [Test]
    public async Task The_sample_counts_what_wc_counts_and_the_tracker_knows_every_task()
    {
        using var folder = new WordFolder(100);
        using var sample = SampleProcess.Start(NewSettings(), folder.Path, "--json");

        Assert.That(await sample.Exit(NotSoSoon), Is.Zero, () => sample.Errors);

        var (lines, words) = await folder.CountByWc();
        var result = SampleResult.Read(sample.Output);
        Assert.That((result.Files, result.Lines, result.Words), Is.EqualTo((100, lines, words)));
        Assert.That(result.States, Is.EquivalentTo(new[] { KeyValuePair.Create("Succeeded", 101L) }));
    }

    [Test]
    public async Task A_task_that_fails_is_retried_at_once_and_after_a_delay_until_it_succeeds()
    {
        var atOnce = await Tasks.Send(new FailTimes(Guid.NewGuid().ToString("N"), 2));
        var later = await Tasks.Send(new FailThenLater(Guid.NewGuid().ToString("N"), 1));

        Assert.That((await atOnce.GetResult(Soon), await later.GetResult(Soon)), Is.EqualTo((3, 2)));
        foreach (var (task, failures) in new (TaskHandle, int)[] { (atOnce, 2), (later, 1) })
        {
            // Of an earlier attempt it may be heard later than of the end.
            var status = await Eventually.Get(
                () => task.GetStatus(),
                status => status.Attempts.Count > failures
                    && status.Attempts.All(attempt => attempt.Outcome is not null));
            Assert.That(
                status.Attempts.Select(attempt => attempt.Outcome),
                Is.EqualTo(Enumerable.Repeat<TaskState?>(TaskState.Retrying, failures).Append(TaskState.Succeeded)));
        }
    }

    [Test]
    public async Task A_task_that_fails_for_good_is_a_dead_letter_with_its_reason_and_can_be_replayed()
    {
        var task = await Tasks.Send(
            new FailTimes(Guid.NewGuid().ToString("N"), 1), new TaskOptions { MaxRetries = 0 });
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));
        var letter = await Host.DeadLetter(task.TaskId);
        Assert.That(letter.Letter.ErrorMessage, Does.StartWith("Failed on purpose"));

        var again = await Host.DeadLetters.Replay(task.TaskId);

        Assert.That((await again.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public async Task Tasks_are_revoked_that_run_and_that_wait_for_their_time()
    {
        var gate = Gate.New();
        var running = await Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();
        var waiting = await Tasks.Send(new Add(1, 2), new TaskOptions { Countdown = TimeSpan.FromHours(1) });
        await StateOf(waiting, TaskState.Scheduled);

        await running.Revoke(RevokeMode.Terminate);
        await waiting.Revoke();

        Assert.That((await running.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That((await waiting.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task A_delayed_task_runs_when_it_is_due()
    {
        var task = await Tasks.Send(new Add(20, 22), new TaskOptions { Countdown = TimeSpan.FromSeconds(2) });

        Assert.That(await task.GetResult(Soon), Is.EqualTo(42));
        var status = await StateOf(task, TaskState.Succeeded);
        Assert.That(status.Attempts.Single().StartedAt, Is.GreaterThanOrEqualTo(status.Eta!));
    }

    [Test]
    public async Task A_call_is_answered_by_the_worker_itself() =>
        Assert.That(await Tasks.Call(new Add(2, 3), Soon), Is.EqualTo(5));

    [Test]
    public async Task A_thousand_tasks_at_once_each_have_their_own_result()
    {
        var tasks = await Tasks.SendMany(Enumerable.Range(0, 1_000).Select(number => new Add(number, 1)));

        var results = await Task.WhenAll(tasks.Select(task => task.GetResult(NotSoSoon)));

        Assert.That(results, Is.EqualTo(Enumerable.Range(1, 1_000)));
    }
}
