using Messaging.Contracts;
using Messaging.StateMachines;
using static Messaging.Testing.SampleMessages;

namespace Messaging.Testing;

public abstract partial class ScheduledMessageStoreContract
{
    [Test]
    public async Task What_waits_is_listed_page_by_page_the_next_due_first()
    {
        var messages = Enumerable.Range(0, 25).Select(number => Due(100 - (number / 2))).ToArray();
        await Keep(messages);

        var pages = new List<IReadOnlyList<ScheduledItem>>();
        ScheduledPlace? after = null;
        do
        {
            pages.Add(await store.List(new ListScheduled { PageSize = 10 }, after, default));
            var last = pages[^1][^1];
            after = new ScheduledPlace(last.TryAt, last.Id, last.Attempt);
        }
        while (pages[^1].Count == 10);

        Assert.That(pages.Select(page => page.Count), Is.EqualTo(new[] { 10, 10, 5 }));
        var items = pages.SelectMany(page => page).ToArray();
        Assert.That(items.Select(item => item.Due), Is.Ordered);
        Assert.That(items.Select(item => item.Id), Is.EquivalentTo(messages.Select(message => message.Token)));
    }

    [Test]
    public async Task What_is_listed_is_shown_as_it_waits_and_what_was_sent_is_not()
    {
        var (message, sent) = (Due(5, attempt: 0) with { Name = null, Queue = "ä" }, Due(1, attempt: 2));
        await Keep(message, sent);
        await using (var claim = await store.Claim(At(2), 10, default))
            await claim.Complete(claim.Messages, None, At(2), default);

        var listed = (await store.List(new ListScheduled(), after: null, default)).Single();

        Assert.That(listed, Is.EqualTo(new ScheduledItem
        {
            Id = message.Token, Attempt = 0, Due = At(5), TryAt = At(5), Failures = 0, Queue = "ä", Name = null,
        }));
    }

    [Test]
    public async Task Lists_and_counts_are_by_queue_name_and_time()
    {
        await Keep(
            Due(1) with { Queue = "b" }, Due(3) with { Queue = "b" }, Due(2) with { Queue = "b", Name = null },
            Due(9) with { Queue = "a" }, Due(4) with { Queue = "a", Name = "Other" });

        async Task<int> Listed(ListScheduled query) => (await store.List(query, after: null, default)).Count;
        Assert.That(await Listed(new ListScheduled { Queue = "b" }), Is.EqualTo(3));
        Assert.That(await Listed(new ListScheduled { Queue = "b", Name = "math.add" }), Is.EqualTo(2));
        Assert.That(await Listed(new ListScheduled { DueBefore = At(3) }), Is.EqualTo(2));
        Assert.That(await Listed(new ListScheduled { Name = "none" }), Is.Zero);

        var counts = await store.Count(new CountScheduled(), default);
        Assert.That(
            counts.Select(count => (count.Queue, count.Name, count.Count, count.NextDue)),
            Is.EqualTo(new[]
            {
                ("a", "Other", 1L, At(4)), ("a", "math.add", 1L, At(9)), ("b", null, 1L, At(2)),
                ("b", "math.add", 2L, At(1)),
            }));
        var due = await store.Count(new CountScheduled { Queue = "b", Name = "math.add", DueBefore = At(2) }, default);
        Assert.That(due.Single().Count, Is.EqualTo(1));
    }
}
