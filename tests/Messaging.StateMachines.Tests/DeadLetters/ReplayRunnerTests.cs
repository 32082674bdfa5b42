using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static Messaging.Testing.SampleDeadLetters;

namespace Messaging.StateMachines.Tests;

/// <summary>A tracker that replays, in real time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReplayRunnerTests
{
    private readonly InMemoryDeadLetterStore store = new();
    private readonly InterceptedStore tasks = new();
    private readonly RecordedReplays sender = new();
    private readonly List<Wake<ReplayRunner>> wakes = [];
    private readonly CancellationTokenSource stop = new();
    private readonly TaskTracker tracker;
    private readonly List<Task> running = [];

    public ReplayRunnerTests()
    {
        var log = new RecordedLog();
        tracker = new TaskTracker(
            tasks, Sagas.Machine, new WaiterReplies(new RecordedAnswers(), TimeProvider.System, log),
            TimeProvider.System, log, lanes: 1);
    }

    [TearDown]
    public async Task Stop()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(Eventually.Deadline);
        stop.Dispose();
    }

    [Test]
    public async Task What_is_marked_is_sent_once_and_its_tasks_are_open_again()
    {
        var letters = Enumerable.Range(0, 450).Select(number => Failed(number)).ToArray();
        await store.Save(letters, default);
        Start();
        Start();

        var replay = await Replay(DeadLetterFilter.All);

        await Eventually.Get(() => store.GetReplay(replay, default), status => status!.Waiting == 0);
        Assert.That(sender.Sent.Select(message => message.Letter.Id),
            Is.EquivalentTo(letters.Select(letter => letter.Id)));
        Assert.That(await store.Count(new DeadLetterFilter(), default), Is.Zero);
        var sagas = await tasks.Load([.. letters.Select(letter => letter.Id)], default);
        Assert.That(sagas.Select(saga => (saga.CurrentState, saga.Attempt)), Is.All.EqualTo(("Pending", 5)));
    }

    [Test]
    public async Task The_attempt_is_higher_than_any_that_is_known_of_the_task()
    {
        var letter = Failed(1, attempt: 4);
        await Tell(letter, Told.Run(7, at: 1, taskId: letter.Id).Ended(2, TaskState.Failed));
        Start();

        await Replay(letter);

        Assert.That(sender.Sent.Single().Attempt, Is.EqualTo(8));
    }

    [TestCase(null)]
    [TestCase(TaskState.Retrying)]
    [TestCase(TaskState.Succeeded)]
    public async Task What_runs_already_since_only_the_answer_was_late_is_not_sent_again(TaskState? outcome)
    {
        var letter = Failed(1, attempt: 4);
        var run = Told.Run(5, at: 2, taskId: letter.Id);
        await Tell(letter, outcome is { } ended ? run.Ended(3, ended) : run.Started());
        Start();

        await Replay(letter);

        Assert.That(sender.Sent, Is.Empty);
        Assert.That(await store.Count(new DeadLetterFilter(), default), Is.Zero);
        Assert.That((await tasks.Load([letter.Id], default)).Single().ReplayAttempt, Is.Zero.Or.Null);
    }

    [Test]
    public async Task What_was_run_before_the_message_died_does_not_count_whatever_the_message_says_of_itself()
    {
        var letter = Failed(3, attempt: 1);
        await Tell(letter, Told.Run(2, at: 2, taskId: letter.Id).Started());
        Start();

        await Replay(letter);

        Assert.That(sender.Sent.Single().Attempt, Is.EqualTo(3));
    }

    [Test]
    public async Task A_revoked_task_is_not_sent_and_ends_as_revoked()
    {
        var letter = Failed(1, attempt: 4);
        await Tell(letter, new RevokeTask { TaskId = letter.Id, Time = At(3), Reason = "wrong" });
        Start();

        await Replay(letter);

        Assert.That(sender.Sent, Is.Empty);
        Assert.That((await tasks.Load([letter.Id], default)).Single().CurrentState, Is.EqualTo("Revoked"));
    }

    [Test]
    public async Task What_cannot_be_sent_is_put_off_and_the_others_are_not_held_up()
    {
        var (bad, good) = (Failed(1) with { Queue = "bad" }, Failed(2));
        sender.Sending = messages => new SentReplays(
            [.. messages.Where(message => message.Queue != "bad")],
            messages.Where(message => message.Queue == "bad").ToDictionary(message => message, _ => "No such queue."),
            BrokerFault: null);
        await store.Save([bad, good], default);
        Start();

        var replay = await Replay(DeadLetterFilter.All);

        var status = await Eventually.Get(() => store.GetReplay(replay, default), status => status!.Failing == 1);
        Assert.That(status!.Waiting, Is.EqualTo(1));
        Assert.That(sender.Sent.Single().Letter.Id, Is.EqualTo(good.Id));
        // What is being sent at the moment is not marked.
        await Eventually.Get(
            () => store.Mark(
                new ReplayDeadLetters { ReplayId = Guid.NewGuid(), Filter = DeadLetterFilter.All, Queue = "other" },
                TimeProvider.System.GetUtcNow(), default),
            marked => marked.Total == 1);
        Wake();
        await Eventually.Get(() => store.Count(new DeadLetterFilter(), default), count => count == 0);
    }

    [Test]
    public async Task While_the_broker_is_away_everything_waits()
    {
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sender.Sending = _ =>
        {
            tried.TrySetResult();
            return new SentReplays([], new Dictionary<ReplayedMessage, string>(), "It is away.");
        };
        var letter = Failed(1);
        await store.Save([letter], default);
        Start();
        var replay = await store.Mark(
            new ReplayDeadLetters { ReplayId = Guid.NewGuid(), Filter = DeadLetterFilter.All },
            TimeProvider.System.GetUtcNow(), default);
        Wake();
        await tried.Task.WaitAsync(Eventually.Deadline);
        Assert.That((await store.GetReplay(replay.ReplayId, default))!.Waiting, Is.EqualTo(1));

        sender.Sending = RecordedReplays.All;

        await Eventually.Get(() => store.GetReplay(replay.ReplayId, default), status => status!.Waiting == 0);
        Assert.That(sender.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_tracker_that_fails_between_confirmation_and_commit_is_continued_and_nothing_is_lost()
    {
        var letters = Enumerable.Range(0, 10).Select(number => Failed(number)).ToArray();
        await store.Save(letters, default);
        tasks.Saving = _ => sender.Sent.Count == letters.Length
            ? throw new InvalidOperationException("Killed.")
            : Task.CompletedTask;
        Start();

        var replay = await Replay(DeadLetterFilter.All);

        await Eventually.Get(() => store.GetReplay(replay, default), status => status!.Waiting == 0);
        Assert.That(sender.Sent, Has.Count.GreaterThanOrEqualTo(2 * letters.Length));
        Assert.That(sender.Sent.Select(message => (message.Letter.Id, message.Attempt)).Distinct(),
            Is.EquivalentTo(letters.Select(letter => (letter.Id, 5))), "twice for the same attempt, at worst");
    }

    private void Start()
    {
        var wake = new Wake<ReplayRunner>(TimeProvider.System);
        wakes.Add(wake);
        running.Add(new ReplayRunner(
            store, new ReplayBatch(tasks, tracker, sender, TimeProvider.System), wake, TimeProvider.System,
            NullLogger<ReplayRunner>.Instance).Run(stop.Token));
    }

    private void Wake() => wakes.ForEach(wake => wake.Set());

    private async Task Tell(StoredDeadLetter letter, object happened)
    {
        await store.Save([letter], default);
        await tracker.Track([Consumed.Event(happened)], default);
    }

    private async Task Replay(StoredDeadLetter letter)
    {
        var replay = await Replay(new DeadLetterFilter { Id = letter.Id });
        await Eventually.Get(() => store.GetReplay(replay, default), status => status!.Waiting == 0);
    }

    private async Task<Guid> Replay(DeadLetterFilter filter)
    {
        var replay = new ReplayDeadLetters { ReplayId = Guid.CreateVersion7(), Filter = filter };
        await store.Mark(replay, TimeProvider.System.GetUtcNow(), default);
        Wake();
        return replay.ReplayId;
    }
}
