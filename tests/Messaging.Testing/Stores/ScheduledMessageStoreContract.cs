using Messaging.Contracts;
using Messaging.StateMachines;
using static Messaging.Testing.SampleMessages;

namespace Messaging.Testing;

/// <summary>What every store of scheduled messages must do. Each one inherits it.</summary>
public abstract partial class ScheduledMessageStoreContract
{
    private static readonly Dictionary<ScheduledMessage, DateTimeOffset> None = [];

    private IScheduledMessageStore store = null!;

    [SetUp]
    public async Task OpenStore()
    {
        var stores = Open();
        await stores.Tasks.Prepare(default);
        store = stores.ScheduledMessages;
    }

    /// <summary>Opens empty stores of the test's own.</summary>
    protected abstract TrackerStores Open();

    [Test]
    public async Task A_message_is_claimed_as_it_was_kept()
    {
        var kept = Due(1.25) with
        {
            Name = null, Queue = "ä-b", Destination = new Uri("queue:ä-b"), Body = new byte[] { 0, 255, 7 }, Attempt = 0,
        };
        await Keep(kept);

        await using var claim = await store.Claim(At(2), 10, default);

        var found = claim.Messages.Single();
        Assert.That(found with { Body = kept.Body }, Is.EqualTo(kept));
        Assert.That(found.Body.ToArray(), Is.EqualTo(kept.Body.ToArray()));
    }

    [Test]
    public async Task Nothing_is_claimed_before_its_time_and_the_longest_due_come_first()
    {
        var (late, early, future) = (Due(2), Due(1), Due(3));
        await Keep(late, early, future);

        Assert.That(await Claimed(At(0.999_999)), Is.Empty);
        Assert.That(await Claimed(At(2), most: 1), Is.EqualTo(new[] { early.Token }));
        Assert.That(await Claimed(At(2)), Is.EqualTo(new[] { early.Token, late.Token }));
    }

    [Test]
    public async Task The_next_due_is_the_earliest()
    {
        Assert.That(await store.NextDue(default), Is.Null);

        await Keep(Due(5), Due(4), Due(6));

        Assert.That(await store.NextDue(default), Is.EqualTo(At(4)));
    }

    [Test]
    public async Task What_one_has_claimed_nobody_else_gets_until_it_is_put_back()
    {
        var (first, second) = (Due(1), Due(2));
        await Keep(first, second);
        await using (var claim = await store.Claim(At(10), 1, default))
        {
            Assert.That(claim.Messages.Single().Token, Is.EqualTo(first.Token));
            Assert.That(await Claimed(At(10)), Is.EqualTo(new[] { second.Token }));
        }

        Assert.That(await Claimed(At(10)), Is.EqualTo(new[] { first.Token, second.Token }));
    }

    [Test]
    public async Task What_a_rule_names_is_claimed_in_the_order_of_ids_page_by_page()
    {
        var named = Enumerable.Range(0, 5).Select(second => Due(second) with { Attempt = 1 + second }).ToArray();
        await Keep([.. named, Due(1) with { Name = "other" }, Due(1) with { Attempt = 0 }]);
        var rule = new RevocationRule { TaskName = "math.add", Time = At(0) };

        var found = new List<Guid>();
        for (var last = (Token: Guid.Empty, Attempt: 0); ;)
        {
            await using var claim = await store.Claim(rule, last.Token, last.Attempt, 2, default);
            if (claim.Messages.Count == 0)
                break;

            last = claim.Messages.Max(message => (message.Token, message.Attempt));
            found.AddRange(claim.Messages.Select(message => message.Token).Order());
        }

        Assert.That(found, Is.EqualTo(named.Select(message => message.Token).Order()));
    }

    [TestCase("TENANT")]
    [TestCase("Größe \"x\"")]
    public async Task What_may_have_the_header_of_a_rule_is_claimed_at_least(string header)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new
        {
            headers = new Dictionary<string, string>(StringComparer.Ordinal) { [header.ToLowerInvariant()] = "17" },
        });
        var with = Due(1) with { Body = body };
        await Keep(with, Due(2));

        await using var claim = await store.Claim(
            new RevocationRule { Header = header, Value = "17", Time = At(0) }, Guid.Empty, 0, 10, default);

        Assert.That(claim.Messages.Select(message => message.Token), Has.Member(with.Token));
    }

    [Test]
    public async Task What_was_sent_goes_and_what_was_not_stays()
    {
        var (sent, left) = (Due(1), Due(2));
        await Keep(sent, left);

        await using (var claim = await store.Claim(At(10), 10, default))
            await claim.Complete([claim.Messages[0]], None, At(10), default);

        Assert.That(await Claimed(At(10)), Is.EqualTo(new[] { left.Token }));
    }

    [Test]
    public async Task What_could_not_be_sent_is_tried_again_at_its_time_and_counts_its_failures()
    {
        var message = Due(1);
        await Keep(message);

        await using (var claim = await store.Claim(At(10), 10, default))
            await claim.Complete([], new Dictionary<ScheduledMessage, DateTimeOffset>
            {
                [claim.Messages[0]] = At(20),
            }, At(10), default);

        Assert.That(await store.NextDue(default), Is.EqualTo(At(20)));
        Assert.That(await Claimed(At(19)), Is.Empty);
        await using var again = await store.Claim(At(20), 10, default);
        Assert.That(again.Messages.Single().Failures, Is.EqualTo(1));
        Assert.That(again.Messages.Single().Due, Is.EqualTo(At(1)));
    }

    [Test]
    public async Task A_message_of_the_same_token_and_attempt_takes_the_place_of_the_other()
    {
        var message = Due(1);
        await Keep(message);
        await Keep(message with { Due = At(5), Queue = "other" });
        await Keep(message with { Attempt = 2, Due = At(7) });

        Assert.That(await store.NextDue(default), Is.EqualTo(At(5)));
        await using var claim = await store.Claim(At(10), 10, default);
        Assert.That(
            claim.Messages.Select(found => (found.Attempt, found.Queue)),
            Is.EqualTo(new[] { (1, "other"), (2, "app-default") }));
    }

    [Test]
    public async Task A_retry_that_was_sent_is_not_kept_again_until_it_is_forgotten()
    {
        var retry = Due(1, attempt: 2);
        await Keep(retry);
        await SendAll(At(10));

        await Keep(retry with { Due = At(11) });
        Assert.That(await store.NextDue(default), Is.Null);
        Assert.That(await Claimed(At(20)), Is.Empty);

        Assert.That(await store.Forget(At(10), default), Is.Zero);
        Assert.That(await store.Forget(At(10.001), default), Is.EqualTo(1));
        await Keep(retry with { Due = At(11) });
        Assert.That(await Claimed(At(20)), Is.EqualTo(new[] { retry.Token }));
    }

    [Test]
    public async Task A_task_that_was_put_off_is_kept_beside_the_attempt_that_was_sent_and_once_for_each_time()
    {
        var retry = Due(1, attempt: 2);
        await Keep(retry);
        await SendAll(At(10));
        var putOff = retry with { Deferral = 1, Due = At(11) };

        await Keep(putOff);
        await using (var claim = await store.Claim(At(20), 10, default))
        {
            Assert.That(claim.Messages.Single() with { Body = putOff.Body }, Is.EqualTo(putOff));
            await claim.Complete(claim.Messages, None, At(20), default);
        }

        await Keep(putOff);
        Assert.That(await Claimed(At(30)), Is.Empty);
        await Keep(putOff with { Deferral = 2 });
        Assert.That(await Claimed(At(30)), Is.EqualTo(new[] { retry.Token }));
    }

    [Test]
    public async Task A_task_that_was_put_off_is_found_by_its_id()
    {
        var first = Due(1) with { Deferral = 1 };
        await Keep(first, first with { Deferral = 2 });

        await using var claim = await store.Claim([first.Token], default);

        Assert.That(claim.Messages.Select(message => message.Deferral), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_first_attempt_that_was_sent_can_be_kept_again()
    {
        var task = Due(1);
        await Keep(task);
        await SendAll(At(10));

        await Keep(task);

        Assert.That(await Claimed(At(10)), Is.EqualTo(new[] { task.Token }));
    }

    [Test]
    public async Task A_message_is_cancelled_by_its_token_and_a_task_is_not()
    {
        var (message, other, task) = (Due(1, attempt: 0), Due(2, attempt: 0), Due(3));
        await Keep(message, other, task);

        await store.Save([], [Cancelled(message), Cancelled(task), new CancelledMessage(Guid.NewGuid(), At(1))], default);

        Assert.That(await Claimed(At(10)), Is.EqualTo(new[] { other.Token, task.Token }));
    }

    [Test]
    public async Task What_is_cancelled_and_asked_for_anew_is_kept()
    {
        var message = Due(1, attempt: 0);
        await Keep(message);

        await store.Save([message with { Due = At(4), AskedAt = At(0.6) }], [Cancelled(message)], default);

        Assert.That(await store.NextDue(default), Is.EqualTo(At(4)));
    }

    [TestCase(0.4)]
    [TestCase(0.5)]
    [TestCase(null)]
    public async Task A_message_that_comes_after_its_cancellation_is_not_kept(double? askedAt)
    {
        var message = Due(1, attempt: 0) with { AskedAt = askedAt is { } seconds ? At(seconds) : null };
        await store.Save([], [Cancelled(message)], default);

        await Keep(message);
        await store.Save([message], [Cancelled(message)], default);

        Assert.That(await store.NextDue(default), Is.Null);
        await store.Forget(At(2), default);
        await Keep(message);
        Assert.That(await store.NextDue(default), Is.EqualTo(At(1)), "it is not remembered for ever");
    }

    [Test]
    public async Task A_message_that_is_cancelled_is_gone_whenever_it_was_asked_for()
    {
        // Clocks differ.
        var message = Due(1, attempt: 0) with { AskedAt = At(0.9) };
        await Keep(message);

        await store.Save([], [Cancelled(message)], default);

        Assert.That(await store.NextDue(default), Is.Null);
    }

    [Test]
    public async Task A_task_is_claimed_by_its_id_however_far_its_time_is()
    {
        var (task, other) = (Due(1000), Due(1000));
        var (retry, message) = (Due(2000, task.Token, attempt: 2), Due(1, task.Token, attempt: 0));
        await Keep(task, other, retry, message);

        await using (var claim = await store.Claim([task.Token, Guid.NewGuid()], default))
        {
            Assert.That(claim.Messages.Select(found => found.Attempt), Is.EquivalentTo(new[] { 1, 2 }));
            await claim.Complete(claim.Messages, None, At(0), default);
        }

        Assert.That(await Claimed(At(9000)), Is.EqualTo(new[] { message.Token, other.Token }));
    }

    [Test]
    public async Task A_task_that_is_being_sent_is_not_claimed_by_its_id()
    {
        var task = Due(1);
        await Keep(task);
        await using var sending = await store.Claim(At(1), 10, default);

        await using var claim = await store.Claim([task.Token], default);

        Assert.That(claim.Messages, Is.Empty);
    }

    [Test]
    public async Task Times_are_kept_to_the_microsecond_at_any_offset()
    {
        var due = new DateTimeOffset(2030, 1, 1, 14, 0, 1, TimeSpan.FromHours(2)).AddMicroseconds(123_456);
        await Keep(Due(0) with { Due = due });

        Assert.That(await store.NextDue(default), Is.EqualTo(due));
        Assert.That(await Claimed(due.AddMicroseconds(-1)), Is.Empty);
        Assert.That(await Claimed(due), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Many_claims_at_once_share_the_messages_without_loss_or_repetition()
    {
        var messages = Enumerable.Range(0, 1_000).Select(number => Due(number / 1000.0)).ToArray();
        await Keep(messages);

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SendInPieces)));

        Assert.That(sent.SelectMany(tokens => tokens), Is.EquivalentTo(messages.Select(message => message.Token)));

        async Task<List<Guid>> SendInPieces()
        {
            var tokens = new List<Guid>();
            while (true)
            {
                await using var claim = await store.Claim(At(10), 50, default);
                if (claim.Messages.Count == 0 && await store.NextDue(default) is null)
                    return tokens;

                tokens.AddRange(claim.Messages.Select(message => message.Token));
                await claim.Complete(claim.Messages, None, At(10), default);
            }
        }
    }

    private static CancelledMessage Cancelled(ScheduledMessage message) => new(message.Token, At(0.5));

    private Task Keep(params ScheduledMessage[] messages) => store.Save(messages, [], default);

    private async Task<List<Guid>> Claimed(DateTimeOffset now, int most = 100)
    {
        await using var claim = await store.Claim(now, most, default);
        return [.. claim.Messages.Select(message => message.Token)];
    }

    private async Task SendAll(DateTimeOffset now)
    {
        await using var claim = await store.Claim(now, 100, default);
        await claim.Complete(claim.Messages, None, now, default);
    }
}
