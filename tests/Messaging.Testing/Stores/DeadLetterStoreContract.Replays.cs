using Messaging.Contracts;
using Messaging.StateMachines;
using static Messaging.Testing.SampleDeadLetters;

namespace Messaging.Testing;

/// <summary>Marking, claiming and sending again.</summary>
public abstract partial class DeadLetterStoreContract
{
    private static readonly Dictionary<StoredDeadLetter, DateTimeOffset> NoneFailed = [];

    [Test]
    public async Task What_is_marked_is_claimed_the_longest_waiting_first_and_by_one_only()
    {
        var (first, second, other) = (Failed(1), Failed(2), Failed(3) with { Queue = "other" });
        await Save(first, second, other);
        Assert.That(await store.NextReplay(default), Is.Null);

        var status = await Mark(new DeadLetterFilter { Queue = "default" }, queue: "elsewhere", at: 20);
        Assert.That((status.Total, status.Waiting, status.RequestedAt), Is.EqualTo((2L, 2L, At(20))));
        Assert.That(await store.NextReplay(default), Is.EqualTo(At(20)));

        await using (var early = await store.Claim(At(19.9), 10, default))
            Assert.That(early.Letters, Is.Empty);
        await using var claim = await store.Claim(At(20), 1, default);
        await using var rest = await store.Claim(At(20), 10, default);
        await using var none = await store.Claim(At(20), 10, default);

        Assert.That(claim.Letters.Concat(rest.Letters).Select(letter => letter.Id),
            Is.EquivalentTo(new[] { first.Id, second.Id }));
        Assert.That(claim.Letters.Single().ReplayQueue, Is.EqualTo("elsewhere"));
        Assert.That(claim.Letters.Single().ReplayId, Is.EqualTo(status.ReplayId));
        Assert.That(none.Letters, Is.Empty);
    }

    [Test]
    public async Task What_was_sent_is_gone_and_what_was_not_is_free_again()
    {
        var (sent, notSent, failed) = (Failed(1), Failed(2), Failed(3));
        await Save(sent, notSent, failed);
        var replay = await Mark(DeadLetterFilter.All);

        await using (var claim = await store.Claim(At(10), 10, default))
        {
            await claim.Complete(
                [claim.Letters.Single(letter => letter.Id == sent.Id)],
                new Dictionary<StoredDeadLetter, DateTimeOffset>
                {
                    [claim.Letters.Single(letter => letter.Id == failed.Id)] = At(30),
                },
                default);
        }

        Assert.That(await store.Get(sent.Id, default), Is.Null);
        await using (var claim = await store.Claim(At(10), 10, default))
            Assert.That(claim.Letters.Single().Id, Is.EqualTo(notSent.Id));
        await using (var later = await store.Claim(At(30), 10, default))
            Assert.That(later.Letters.Single(letter => letter.Id == failed.Id).Failures, Is.EqualTo(1));
        var status = (await store.GetReplay(replay.ReplayId, default))!;
        Assert.That((status.Total, status.Waiting, status.Failing), Is.EqualTo((3L, 2L, 1L)));
    }

    [Test]
    public async Task A_claim_that_is_not_completed_leaves_everything_as_it_was()
    {
        await Save(Failed(1));
        await Mark(DeadLetterFilter.All);

        await using (await store.Claim(At(10), 10, default))
            Assert.That(await store.Discard(DeadLetterFilter.All, default), Is.Zero, "it is being sent");

        await using var next = await store.Claim(At(10), 10, default);
        Assert.That(next.Letters.Single().Failures, Is.Zero);
    }

    [Test]
    public async Task A_replay_that_is_asked_for_twice_is_one()
    {
        await Save(Failed(1));
        var replay = new ReplayDeadLetters { ReplayId = Guid.CreateVersion7(), Filter = DeadLetterFilter.All };
        var first = await store.Mark(replay, At(10), default);
        await Save(Failed(2));

        var second = await store.Mark(replay, At(11), default);

        Assert.That(second, Is.EqualTo(first));
        await using var claim = await store.Claim(At(11), 10, default);
        Assert.That(claim.Letters, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_replay_takes_over_what_waits_for_the_first()
    {
        var letter = Failed(1);
        await Save(letter);
        var first = await Mark(DeadLetterFilter.All, queue: "a");

        var second = await Mark(new DeadLetterFilter { Id = letter.Id }, queue: "b");

        Assert.That((await store.GetReplay(first.ReplayId, default))!.Waiting, Is.Zero);
        Assert.That(second.Waiting, Is.EqualTo(1));
        Assert.That((await store.Get(letter.Id, default))!.ReplayQueue, Is.EqualTo("b"));
    }

    [Test]
    public async Task A_task_that_fails_again_while_its_dead_letter_waits_is_not_replayed_unasked()
    {
        var letter = Failed(1);
        await Save(letter);
        var replay = await Mark(DeadLetterFilter.All);

        await Save(letter with { Attempt = 9 });

        Assert.That(await store.NextReplay(default), Is.Null);
        Assert.That((await store.GetReplay(replay.ReplayId, default))!.Waiting, Is.Zero);
        Assert.That((await store.Get(letter.Id, default))!.ReplayId, Is.Null);
    }

    [Test]
    public async Task Replays_are_forgotten_when_they_have_ended()
    {
        var letter = Failed(1);
        await Save(letter);
        var replay = await Mark(DeadLetterFilter.All);

        await store.Expire(At(100), default);
        Assert.That(await store.GetReplay(replay.ReplayId, default), Is.Not.Null, "it waits");

        await using (var claim = await store.Claim(At(10), 10, default))
            await claim.Complete(claim.Letters, NoneFailed, default);
        await store.Expire(At(100), default);
        Assert.That(await store.GetReplay(replay.ReplayId, default), Is.Null);
    }

    private Task<ReplayStatus> Mark(DeadLetterFilter filter, string? queue = null, double at = 10) => store.Mark(
        new ReplayDeadLetters { ReplayId = Guid.CreateVersion7(), Filter = filter, Queue = queue }, At(at), default);
}
