using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.StateMachines.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeadLetterKeeperTests
{
    private readonly TrackerStores stores = new InMemoryTaskStoreProvider().Open(new Uri("memory:"), prefix: "");
    private readonly DeadLetterKeeper keeper;

    public DeadLetterKeeperTests() => keeper = new DeadLetterKeeper(
        stores, new StoreAvailability(TimeProvider.System, _ => { }, () => { }), TimeProvider.System,
        NullLogger<DeadLetterKeeper>.Instance);

    [Test]
    public async Task A_message_that_comes_again_after_its_replay_is_passed_over()
    {
        var letter = SampleDeadLetters.Failed(1, attempt: 4);
        await Replayed(letter, attempt: 5);

        await Keep(letter, isAttemptTold: true);

        Assert.That(await Count(), Is.Zero);
    }

    [Test]
    public async Task A_task_that_fails_again_after_its_replay_is_a_dead_letter_again()
    {
        var letter = SampleDeadLetters.Failed(1, attempt: 4);
        await Replayed(letter, attempt: 5);

        await Keep(letter with { Attempt = 5 }, isAttemptTold: true);

        Assert.That(await Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_message_that_does_not_say_its_attempt_is_kept_in_any_case()
    {
        var letter = SampleDeadLetters.Failed(1, attempt: 1);
        await Replayed(letter, attempt: 2);

        await Keep(letter, isAttemptTold: false);

        Assert.That(await Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Many_at_once_are_each_kept_once()
    {
        var letters = Enumerable.Range(0, 300).Select(number => SampleDeadLetters.Failed(number)).ToArray();

        await Task.WhenAll(letters.Concat(letters).Select(letter => Keep(letter, isAttemptTold: true)));

        Assert.That(await Count(), Is.EqualTo(300));
    }

    private Task Keep(StoredDeadLetter letter, bool isAttemptTold) =>
        keeper.Keep(new ReceivedDeadLetter(letter, isAttemptTold), default).WaitAsync(Eventually.Deadline);

    private Task<long> Count() => stores.DeadLetters.Count(new DeadLetterFilter(), default);

    private async Task Replayed(StoredDeadLetter letter, int attempt)
    {
        var saga = await Sagas.After(new TaskReplayed
        {
            TaskId = letter.Id, Time = Told.At(1), Queue = "default", Attempt = attempt,
        });
        await stores.Tasks.Save([saga], default);
    }
}
