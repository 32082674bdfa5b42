using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

public abstract class SendingSuite : BehaviourSuite
{
    [Test]
    public async Task A_task_is_run_and_its_result_comes_back()
    {
        TaskHandle<int> sum = await Tasks.Send(new Add(4, 4));

        Assert.That(await sum.GetResult(Soon), Is.EqualTo(8));
    }

    [Test]
    public async Task A_call_is_answered_by_the_worker_and_tracked_all_the_same()
    {
        var options = new TaskOptions { TaskId = Guid.CreateVersion7() };

        Assert.That(await Tasks.Call(new Add(2, 3), options, Soon), Is.EqualTo(5));

        var status = await StateOf(Tasks.Get(options.TaskId.Value), TaskState.Succeeded);
        Assert.That(status.Result, Is.EqualTo("5"));
    }

    [Test]
    public async Task The_result_of_an_earlier_task_can_be_asked_for_by_id()
    {
        var sent = await Tasks.Send(new Add(1, 1));
        await sent.GetResult(Soon);

        Assert.That(await Tasks.Get<int>(sent.TaskId).GetResult(Soon), Is.EqualTo(2));
    }

    [Test]
    public async Task Thousands_are_sent_at_once_and_each_has_its_own_result()
    {
        var sums = await Tasks.SendMany(Enumerable.Range(0, 3_000).Select(number => new Add(number, 1)));
        var results = await Task.WhenAll(sums.Select(sum => sum.GetResult(TimeSpan.FromMinutes(2))));

        Assert.That(results, Is.EqualTo(Enumerable.Range(1, 3_000)));
    }

    [Test]
    public async Task A_status_tells_the_whole_life_of_a_task()
    {
        var before = DateTimeOffset.MinValue;
        var root = Guid.CreateVersion7();
        var task = await Tasks.Send(new Add(20, 22), new TaskOptions { RootId = root, ParentId = root });
        await task.GetResult(Soon);

        var status = await Eventually.Get(() => task.GetStatus(), status => status.SubmittedAt > before);

        Assert.Multiple(() =>
        {
            Assert.That(status.State, Is.EqualTo(TaskState.Succeeded));
            Assert.That(status.Name, Is.EqualTo("math.add"));
            Assert.That(status.Queue, Does.EndWith("default"));
            Assert.That(status.Arguments, Is.EqualTo("""{"x":20,"y":22}"""));
            Assert.That(status.Result, Is.EqualTo("42"));
            Assert.That(status.RootId, Is.EqualTo(root));
            Assert.That(status.ParentId, Is.EqualTo(root));
            Assert.That(status.Attempts, Has.Count.EqualTo(1));
            Assert.That(status.Attempts[0].Outcome, Is.EqualTo(TaskState.Succeeded));
            Assert.That(status.Attempts[0].StartedAt, Is.Not.Null);
            Assert.That(status.FinishedAt, Is.GreaterThanOrEqualTo(status.StartedAt!));
        });
    }

    [Test]
    public async Task Tasks_are_counted_by_state_name_and_root()
    {
        var job = new TaskOptions { RootId = Guid.CreateVersion7() };
        foreach (var task in await Tasks.SendMany(Enumerable.Range(0, 5).Select(number => new Add(number, 1)), job))
            await task.GetResult(Soon);

        var ofJob = await Tasks.Count(new CountTasks { RootId = job.RootId, Name = "math.add" });
        var ofOther = await Tasks.Count(new CountTasks { RootId = job.RootId, Name = "math.mul" });

        Assert.That(ofJob.States, Is.EquivalentTo(new[] { KeyValuePair.Create("Succeeded", 5L) }));
        Assert.That(ofOther.States, Is.Empty);
    }

    [Test]
    public async Task An_ignored_result_is_not_kept()
    {
        var task = await Tasks.Send(new Add(4, 4), new TaskOptions { IgnoreResult = true });

        Assert.That(await task.GetResult(Soon), Is.Default);
        Assert.That((await task.GetStatus()).Result, Is.Null);
    }

    [Test]
    public async Task A_task_waits_for_its_countdown()
    {
        var countdown = TimeSpan.FromSeconds(1);
        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Countdown = countdown });
        await task.GetResult(Soon);

        var status = await Eventually.Get(() => task.GetStatus(), status => status.SubmittedAt is not null);
        Assert.That(status.StartedAt, Is.GreaterThanOrEqualTo(status.Eta!));
    }

    [Test]
    public async Task An_id_that_was_never_sent_is_unknown() =>
        Assert.That((await Tasks.Get(Guid.CreateVersion7()).GetStatus()).State, Is.EqualTo(TaskState.Unknown));

    [Test]
    public async Task A_task_that_nobody_has_picked_up_is_pending()
    {
        var task = await Tasks.Send(new Add(1, 1), new TaskOptions { Queue = "nobody" });

        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Pending));
        var known = await Eventually.Get(
            () => Tasks.Get(task.TaskId).GetStatus(), status => status.State != TaskState.Unknown);
        Assert.That(known.State, Is.EqualTo(TaskState.Pending));
    }

    [Test]
    public async Task Waiting_too_long_names_the_task_and_its_last_known_state()
    {
        var task = await Tasks.Send(new Add(1, 1), new TaskOptions { Queue = "nobody" });

        var message = await TimeoutOf(() => task.GetResult(TimeSpan.FromSeconds(0.3)), "Pending");

        Assert.That(message, Does.StartWith(
            $"Task {task.TaskId} (math.add) has not ended within 00:00:00.3000000. Its last known state is Pending in "
            + "queue '"));
    }

    [Test]
    public async Task A_call_that_nobody_answers_times_out_with_the_last_known_state()
    {
        var message = await TimeoutOf(
            () => Tasks.Call(new Add(1, 1), new TaskOptions { Queue = "nobody" }, TimeSpan.FromSeconds(0.5)),
            "Pending");

        Assert.That(message, Does.Contain("(math.add) has not ended within").And.Contain("Pending"));
    }

    /// <summary>
    /// What is said when the time is up. The state is unknown if the task had not left by then, and is not said if no
    /// tracker answers within two seconds: then nothing else can be said, and it is asked for anew.
    /// </summary>
    private static Task<string> TimeoutOf(Func<Task> wait, string state) => Eventually.Get(
        () => Task.FromResult(Assert.ThrowsAsync<TimeoutException>(() => wait())!.Message),
        message => message.Contains(state, StringComparison.Ordinal));
}
