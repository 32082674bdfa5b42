using Messaging.Contracts;
using Messaging.StateMachines;
using static Messaging.Testing.SampleDeadLetters;

namespace Messaging.Testing;

/// <summary>What every store of dead letters must do. Each one inherits it.</summary>
public abstract partial class DeadLetterStoreContract
{
    private IDeadLetterStore store = null!;

    [SetUp]
    public async Task OpenStore()
    {
        var stores = Open();
        await stores.Tasks.Prepare(default);
        store = stores.DeadLetters;
    }

    /// <summary>Opens empty stores of the test's own.</summary>
    protected abstract TrackerStores Open();

    [Test]
    public async Task A_dead_letter_is_kept_whole_whatever_it_is()
    {
        var kept = Failed(1.25) with
        {
            TaskId = null, Name = null, ContentType = null, Reason = DeadLetterReason.Unreadable, Replays = 2,
            Error = new TaskError { Type = "Ä", Message = "%_\\ \"quoted\"" },
            Body = new byte[] { 0, 255, 7 },
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ä"] = "\u0001 \"x\"", ["b"] = "" },
        };
        await Save(kept);

        var found = (await store.Get(kept.Id, default))!;

        Assert.That(found with { Body = kept.Body, Headers = kept.Headers }, Is.EqualTo(kept));
        Assert.That(found.Body.ToArray(), Is.EqualTo(kept.Body.ToArray()));
        Assert.That(found.Headers, Is.EquivalentTo(kept.Headers));
        Assert.That(await store.Get(Guid.NewGuid(), default), Is.Null);
    }

    [Test]
    public async Task What_a_database_cannot_hold_does_not_stop_the_others()
    {
        var (strange, other) = (Failed(1), Failed(2));
        strange = strange with { Name = "a\0b", Error = strange.Error with { Message = "half \ud800 and \0" } };

        await Save(strange, other);

        Assert.That((await store.Get(strange.Id, default))!.Error.Message, Does.StartWith("half "));
        Assert.That(await store.Get(other.Id, default), Is.Not.Null);
    }

    [Test]
    public async Task There_is_one_for_each_task_that_of_the_highest_attempt()
    {
        var first = Failed(1, attempt: 4);
        var again = first with { Attempt = 5, DeadAt = At(9), Error = first.Error with { Message = "Again." } };

        await Save(first);
        await Save(first with { DeadAt = At(2) });
        Assert.That((await store.Get(first.Id, default))!.DeadAt, Is.EqualTo(At(1)), "the same again");
        await Save(again);
        await Save(first);

        Assert.That(await store.Count(new DeadLetterFilter(), default), Is.EqualTo(1));
        Assert.That((await store.Get(first.Id, default))!.Error.Message, Is.EqualTo("Again."));
    }

    [Test]
    public async Task Lists_begin_with_the_newest_and_go_on_page_by_page()
    {
        var letters = Enumerable.Range(0, 7).Select(number => Failed(number / 2)).ToArray();
        await Save(letters);

        var listed = new List<Guid>();
        DeadLetterPlace? place = null;
        for (var page = await List(place); page.Count > 0; page = await List(place))
        {
            listed.AddRange(page.Select(letter => letter.Id));
            place = new DeadLetterPlace(page[^1].DeadAt, page[^1].Id);
        }

        Assert.That(listed, Is.EqualTo(letters
            .OrderByDescending(letter => letter.DeadAt).ThenByDescending(letter => letter.Id)
            .Select(letter => letter.Id)));

        Task<IReadOnlyList<DeadLetter>> List(DeadLetterPlace? before) =>
            store.List(new DeadLetterFilter(), 3, before, default);
    }

    [Test]
    public async Task Lists_show_everything_but_the_body_and_the_end_of_long_messages()
    {
        var letter = Failed(1) with { Replays = 3, Error = new TaskError { Type = "T", Message = new string('m', 1_500) } };
        await Save(letter);

        var listed = (await store.List(new DeadLetterFilter(), 10, before: null, default)).Single();

        Assert.That(listed, Is.EqualTo(new DeadLetter
        {
            Id = letter.Id, TaskId = letter.TaskId, Name = "math.add", Queue = "default", ErrorType = "T",
            Reason = DeadLetterReason.Failed, ErrorMessage = new string('m', 1_000), DeadAt = At(1), Attempt = 4,
            Replays = 3, BodyLength = letter.Body.Length,
        }));
    }

    [Test]
    public async Task Filters_name_what_is_meant()
    {
        var plain = Failed(1);
        var other = Failed(2) with
        {
            Name = "mail.send", Queue = "mails", Reason = DeadLetterReason.Poison,
            Error = new TaskError { Type = "Smtp", Message = "100% FULL" },
        };
        await Save(plain, other);

        DeadLetterFilter[] filters =
        [
            new() { Id = other.Id }, new() { TaskId = other.TaskId }, new() { Queue = "mails" },
            new() { Name = "mail.send" }, new() { Reason = DeadLetterReason.Poison }, new() { ErrorType = "Smtp" },
            new() { Text = "0% full" }, new() { From = At(2) }, new() { From = At(1.5), To = At(2.5), Queue = "mails" },
        ];
        foreach (var filter in filters)
        {
            var found = await store.List(filter, 10, before: null, default);
            Assert.That(found.Select(letter => letter.Id), Is.EqualTo(new[] { other.Id }), filter.ToString());
            Assert.That(await store.Count(filter, default), Is.EqualTo(1), filter.ToString());
        }

        Assert.That(await store.Count(DeadLetterFilter.All, default), Is.EqualTo(2));
        Assert.That(await store.Count(new DeadLetterFilter { To = At(2), Text = "full" }, default), Is.Zero);
    }

    [Test]
    public async Task Discarded_ones_are_gone()
    {
        var (first, second, third) = (Failed(1), Failed(2), Failed(3));
        await Save(first, second, third);

        Assert.That(await store.Discard(new DeadLetterFilter { Id = first.Id }, default), Is.EqualTo(1));
        Assert.That(await store.Discard(new DeadLetterFilter { Id = first.Id }, default), Is.Zero);
        Assert.That(await store.Discard(DeadLetterFilter.All, default), Is.EqualTo(2));
        Assert.That(await store.Count(new DeadLetterFilter(), default), Is.Zero);
    }

    [Test]
    public async Task They_expire_by_the_time_they_were_stored_unless_they_wait_for_a_replay()
    {
        var (old, waiting, lateToCome) = (Failed(1), Failed(2), Failed(3) with { KeptAt = At(100) });
        await Save(old, waiting, lateToCome);
        await Mark(new DeadLetterFilter { Id = waiting.Id });

        Assert.That(await store.Expire(At(50), default), Is.EqualTo(1));

        Assert.That(await store.Get(old.Id, default), Is.Null);
        Assert.That(await store.Count(new DeadLetterFilter(), default), Is.EqualTo(2));
    }

    [Test]
    public async Task Queues_are_remembered_once()
    {
        await store.AddQueues(["b", "a"], default);
        await store.AddQueues(["b", "c-ä"], default);

        Assert.That(await store.Queues(default), Is.EqualTo(new[] { "a", "b", "c-ä" }));
    }

    private Task Save(params StoredDeadLetter[] letters) => store.Save(letters, default);
}
