using System.Text.Json.Nodes;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Failed tasks and what can be done with them. <see cref="FailTimes"/> is run four times.</summary>
public abstract class DeadLetterSuite : BehaviourSuite
{
    private const int Runs = 4;

    private IDeadLetters DeadLetters => Host.Services.GetRequiredService<IDeadLetters>();

    [Test]
    public async Task A_failed_task_is_listed_and_shown_with_its_attempts_its_errors_and_its_body()
    {
        var key = NewKey();
        var task = await Fail(new FailTimes(key, 9));
        var letter = await Kept(task);

        Assert.That(letter.TaskId, Is.EqualTo(task.TaskId));
        Assert.That((letter.Name, letter.Queue, letter.Reason), Is.EqualTo(
            ("test.fail", Queue, DeadLetterReason.Failed)));
        Assert.That((letter.ErrorType, letter.ErrorMessage), Is.EqualTo(
            ("System.IO.InvalidDataException", "Failed on purpose, run 4.")));
        Assert.That((letter.Attempt, letter.Replays, letter.ReplayId), Is.EqualTo((Runs, 0, (Guid?)null)));
        var ended = await task.WaitForAttempts(Runs);
        Assert.That(letter.DeadAt, Is.InRange(ended.FinishedAt!, TimeProvider.System.GetUtcNow()));

        var details = await DeadLetters.Get(task.TaskId);
        Assert.That(details.Letter, Is.EqualTo(letter));
        Assert.That((string?)JsonNode.Parse(details.BodyText!)!["message"]!["key"], Is.EqualTo(key));
        Assert.That(details.IsBodyCut, Is.False);
        Assert.That(details.Error.StackTrace, Does.Contain(nameof(FailTimesConsumer)));
        Assert.That(details.Task!.Attempts.Select(attempt => attempt.Error!.Message), Is.EqualTo(
            Enumerable.Range(1, Runs).Select(run => $"Failed on purpose, run {run}.")));
    }

    [Test]
    public async Task A_replayed_task_keeps_its_id_and_its_history_and_has_all_its_retries_again()
    {
        var task = await Fail(new FailTimes(NewKey(), 6));
        await Kept(task);

        var again = await DeadLetters.Replay(task.TaskId);

        // Whoever waits from now on waits for the new end.
        var status = await again.WaitForAttempts(7);
        Assert.That(status.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(status.Result, Is.EqualTo("7"), "the number of the attempt");
        Assert.That(status.Attempts.Select(attempt => attempt.Number), Is.EqualTo(Enumerable.Range(1, 7)));
        Assert.That(status.Attempts.Select(attempt => attempt.Outcome), Is.EqualTo(new TaskState?[]
        {
            TaskState.Retrying, TaskState.Retrying, TaskState.Retrying, TaskState.Failed, TaskState.Retrying,
            TaskState.Retrying, TaskState.Succeeded,
        }));
        Assert.That(status.ReplayedAt, Is.GreaterThan(status.Attempts[3].FinishedAt!));
        Assert.ThrowsAsync<DeadLetterNotFoundException>(() => DeadLetters.Get(task.TaskId));
    }

    [Test]
    public async Task A_replayed_task_that_fails_again_is_one_dead_letter_again()
    {
        var task = await Fail(new FailTimes(NewKey(), 99));
        await Kept(task);

        await DeadLetters.Replay(task.TaskId);
        Assert.That((await task.Wait(Soon)).Attempt, Is.EqualTo(2 * Runs));

        var letter = await Kept(task);
        Assert.That((letter.Attempt, letter.Replays), Is.EqualTo((2 * Runs, 1)));
        Assert.That(await DeadLetters.Count(new DeadLetterFilter { TaskId = task.TaskId }), Is.EqualTo(1));
        await DeadLetters.Replay(task.TaskId);
        Assert.That((await task.Wait(Soon)).Attempt, Is.EqualTo(3 * Runs));
        Assert.That((await Kept(task)).Replays, Is.EqualTo(2));
    }

    [Test]
    public async Task A_replay_is_run_though_the_task_has_expired_meanwhile()
    {
        // By a clock of its own, so that the task has time to fail, however slow the machine is.
        var clock = new MovedClock();
        await using var host = await MessagingHost.Start(
            NewSettings().With(("Roles", "Worker, Tracker"), ("Producer:QueryTimeout", "00:00:30")),
            TestTasks.Add,
            services => services.AddSingleton<TimeProvider>(clock));
        var task = await host.Tasks.Send(
            new FailTimes(NewKey(), Runs), new TaskOptions { ExpiresAfter = TimeSpan.FromMinutes(10) });
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));
        await host.DeadLetter(task.TaskId);

        clock.Advance(TimeSpan.FromMinutes(20));
        await Eventually.Get(() => task.GetStatus(), status => status.Expires < clock.GetUtcNow());
        var late = await host.Tasks.Send(new Add(1, 1), new TaskOptions { Expires = clock.GetUtcNow().AddMinutes(-10) });
        Assert.That((await late.Wait(Soon)).State, Is.EqualTo(TaskState.Expired), "by the worker's clock");

        await host.DeadLetters.Replay(task.TaskId);

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public async Task Many_are_replayed_by_a_filter_to_another_queue()
    {
        var error = NewKey();
        var tasks = await Tasks.SendMany(Enumerable.Range(0, 30).Select(_ => new SayText(error, Fails: true)));
        var filter = new DeadLetterFilter { Name = "test.text", Text = error.ToUpperInvariant(), Queue = Queue };
        await Eventually.Get(() => DeadLetters.Count(filter), count => count == 30);

        var replay = await DeadLetters.Replay(filter, new ReplayOptions { Queue = "second" });

        Assert.That(replay.Total, Is.EqualTo(30));
        replay = await Eventually.Get(
            () => DeadLetters.GetReplay(replay.ReplayId), status => status.Waiting == 0);
        Assert.That(replay.Failing, Is.Zero);
        foreach (var task in tasks)
        {
            var status = await task.Wait(Soon);
            Assert.That((status.Attempt, status.Queue), Is.EqualTo((2, Queue.Replace("default", "second"))));
        }

        var letters = await Eventually.Get(
            async () => await DeadLetters.List(new DeadLetterFilter { Text = error }).ToArrayAsync(),
            letters => letters.Length == 30);
        Assert.That(letters.Select(letter => letter.Queue), Is.All.EqualTo(Queue.Replace("default", "second")));
        Assert.That(await DeadLetters.Discard(new DeadLetterFilter { Text = error }), Is.EqualTo(30));
        Assert.That(await DeadLetters.Count(new DeadLetterFilter { Text = error }), Is.Zero);
    }

    [Test]
    public async Task A_long_error_and_a_long_message_are_kept_and_the_message_is_kept_whole()
    {
        var text = string.Concat(Enumerable.Repeat("too much ", 200_000));
        var task = await Tasks.Send(new SayText(text, Fails: true));
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));

        var letter = await Kept(task);

        Assert.That(letter.ErrorMessage, Is.EqualTo(text[..1_000]));
        Assert.That(letter.BodyLength, Is.GreaterThan(text.Length));
        var details = await DeadLetters.Get(task.TaskId);
        Assert.That((details.IsBodyCut, details.BodyText!.Length), Is.EqualTo((true, 1024 * 1024)));
        await DeadLetters.Replay(task.TaskId);
        Assert.That((await task.Wait(Soon)).Attempt, Is.EqualTo(2));
        Assert.That((await Kept(task)).BodyLength, Is.EqualTo(letter.BodyLength).Within(200));
    }

    [Test]
    public async Task A_task_that_nobody_runs_is_a_dead_letter_that_can_be_replayed()
    {
        var task = await Tasks.Send(new Unregistered(7));
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Rejected));
        var letter = await Kept(task);
        Assert.That((letter.Reason, letter.Name, letter.ErrorMessage), Is.EqualTo((
            DeadLetterReason.Unregistered, "math.ad",
            $"No worker of queue '{Queue}' has a consumer for 'math.ad'.")));

        await DeadLetters.Replay(task.TaskId);

        Assert.That((await task.Wait(Soon)).Attempts.Select(attempt => attempt.Number), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((await Kept(task)).Replays, Is.EqualTo(1));
    }

    [Test]
    public async Task A_discarded_dead_letter_is_gone_and_its_task_stays_failed()
    {
        var task = await Fail(new FailTimes(NewKey(), 9));
        await Kept(task);

        await DeadLetters.Discard(task.TaskId);

        var exception = Assert.ThrowsAsync<DeadLetterNotFoundException>(() => DeadLetters.Replay(task.TaskId))!;
        Assert.That(exception.Id, Is.EqualTo(task.TaskId));
        Assert.ThrowsAsync<DeadLetterNotFoundException>(() => DeadLetters.Discard(task.TaskId));
        Assert.ThrowsAsync<DeadLetterNotFoundException>(() => DeadLetters.GetReplay(task.TaskId));
        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Failed));
    }

    [Test]
    public void All_of_them_are_meant_only_if_that_is_said()
    {
        var replay = Assert.ThrowsAsync<TaskQueryException>(() => DeadLetters.Replay(new DeadLetterFilter()))!;
        Assert.ThrowsAsync<TaskQueryException>(() => DeadLetters.Discard(new DeadLetterFilter()));
        Assert.ThrowsAsync<TaskQueryException>(
            () => DeadLetters.Discard(DeadLetterFilter.All with { Queue = "default" }));

        Assert.That(replay.Message, Is.EqualTo(
            "ReplayDeadLetters was not sent. The filter has no condition, so it would replay every dead letter there is. "
            + "Say what is meant, or DeadLetterFilter.All for all of them."));
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private async Task<TaskHandle> Fail(FailTimes task, TaskOptions? options = null)
    {
        var handle = await Tasks.Send(task, options ?? new TaskOptions());
        Assert.That((await handle.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));
        return handle;
    }

    private async Task<DeadLetter> Kept(TaskHandle task) => (await Eventually.Get(
        async () => await DeadLetters.List(new DeadLetterFilter { TaskId = task.TaskId }).ToArrayAsync(),
        letters => letters.Length == 1)).Single();
}
