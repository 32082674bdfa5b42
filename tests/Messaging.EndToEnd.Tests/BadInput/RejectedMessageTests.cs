using System.Text;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Messaging.EndToEnd.Tests.BadInput;

[TestFixture]
public sealed class RejectedMessageTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;
    private string queue = null!;

    private IDeadLetters DeadLetters => host.Services.GetRequiredService<IDeadLetters>();

    [SetUp]
    public async Task StartHost()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Worker, Tracker"));
        queue = settings["Messaging:Prefix"] + "default";
        host = await MessagingHost.Start(settings, messaging => messaging.AddTask<AddConsumer>());
    }

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_message_of_an_unregistered_task_is_rejected_and_kept_and_the_error_names_what_is_registered()
    {
        var task = await host.Tasks.Send(new Unregistered(7));

        var status = await task.Wait(Soon);

        Assert.That(status.State, Is.EqualTo(TaskState.Rejected));
        Assert.That(status.Error!.Message, Is.EqualTo(
            $"No consumer is registered for task 'math.ad' on queue '{queue}'. Registered here: 'math.add'. Did you mean "
            + "'math.add'? Register it with AddTask<…>() or route it elsewhere under Messaging:Routes."));
        var kept = await Kept(DeadLetterReason.Unregistered);
        Assert.That(kept.BodyText, Does.Contain("\"x\":7"));
    }

    [Test]
    public async Task A_body_that_is_not_json_is_rejected_and_kept_and_the_error_says_so()
    {
        var taskId = Guid.CreateVersion7();
        await Put(Encoding.UTF8.GetBytes("certainly not json"), new BasicProperties
        {
            MessageId = taskId.ToString(),
            ContentType = "application/vnd.masstransit+json",
        });

        var status = await host.Tasks.Get(taskId).Wait(Soon);

        Assert.That(status.State, Is.EqualTo(TaskState.Rejected));
        Assert.That(status.Error!.Message, Does
            .StartWith($"A message on queue '{queue}' cannot be read as a task: An error occured while deserializing the "
                + "message envelope: 'c' is an invalid start of a value.")
            .And.EndsWith("Send tasks through ITaskClient or MassTransit, with the same contract on both sides. The "
                + $"message is kept in '{queue}_error'."));
        var kept = await Kept(DeadLetterReason.Unreadable);
        Assert.That(kept.Letter.Id, Is.EqualTo(taskId));
        Assert.That(kept.BodyBase64, Is.EqualTo(Convert.ToBase64String("certainly not json"u8)));

        await DeadLetters.Replay(taskId);
        status = await host.Tasks.Get(taskId).Wait(Soon);
        Assert.That(status.Attempts.Select(attempt => attempt.Number), Is.EqualTo(new[] { 1, 2 }));
        var again = await Kept(DeadLetterReason.Unreadable);
        Assert.That((again.Letter.Replays, again.BodyBase64), Is.EqualTo((1, kept.BodyBase64)));
    }

    [Test]
    public async Task Bodies_without_any_id_are_each_kept_and_tracked_under_an_id_of_their_own()
    {
        var large = new byte[3 * 1024 * 1024];
        Random.Shared.NextBytes(large);
        await Put(ReadOnlyMemory<byte>.Empty, new BasicProperties());
        await Put(ReadOnlyMemory<byte>.Empty, new BasicProperties());
        await Put(large, new BasicProperties { MessageId = "no id", ContentType = "nonsense" });

        await host.Log.WaitFor($"A rejected message on queue {queue} has no readable id");
        var letters = await Eventually.Get(
            async () => await DeadLetters.List().ToArrayAsync(), letters => letters.Length == 3);
        foreach (var letter in letters)
        {
            var details = await Tracked(letter.Id);
            Assert.That(Convert.FromBase64String(details.BodyBase64!), Is.EqualTo(
                letter.BodyLength == 0 ? [] : large[..(1024 * 1024)]));
            Assert.That(details.IsBodyCut, Is.EqualTo(letter.BodyLength > 0));
        }

        var longest = letters.Single(letter => letter.BodyLength == large.Length);
        await DeadLetters.Replay(longest.Id);
        var replayed = await Eventually.Get(
            async () => await DeadLetters.List().ToArrayAsync(),
            found => found.Any(letter => letter.Replays == 1));
        Assert.That(replayed.Single(letter => letter.Replays == 1), Is.EqualTo(
            longest with { Replays = 1, Attempt = 2, DeadAt = replayed.Single(letter => letter.Replays == 1).DeadAt }));
    }

    [Test]
    public async Task A_message_without_an_id_that_nobody_consumes_is_tracked_and_kept_under_one_id()
    {
        const string Envelope = """{"messageType":["urn:message:Nobody:Knows"],"message":{"x":7}}""";
        await Put(
            Encoding.UTF8.GetBytes(Envelope),
            new BasicProperties
            {
                ContentType = "application/vnd.masstransit+json",
                Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Tenant"] = "17" },
            });

        var kept = await Kept(DeadLetterReason.Unregistered);

        Assert.That(kept.Letter.TaskId, Is.EqualTo(kept.Letter.Id));
        Assert.That((await host.Tasks.Get(kept.Letter.Id).GetStatus()).State, Is.EqualTo(TaskState.Rejected));
    }

    [Test]
    public async Task A_failed_task_stays_in_the_error_queue_if_trackers_are_to_leave_it_there()
    {
        var settings = Settings.RabbitMqAndPostgres().With(
            ("Roles", "Worker, Tracker"), ("Tracking:DeadLetters", "Leave"));
        await using var failing = await MessagingHost.Start(
            settings, messaging => messaging.AddTask<FailTimesConsumer>());
        var task = await failing.Tasks.Send(new FailTimes(Guid.NewGuid().ToString("N"), 9));

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));

        await using var dead = await RabbitMqQueue.Open($"{settings["Messaging:Prefix"]}default_error");
        var kept = await Eventually.Get(dead.Take, message => message is not null);
        Assert.That(kept!.BasicProperties.MessageId, Is.EqualTo(task.TaskId.ToString()));
        await using var skipped = await RabbitMqQueue.Open($"{settings["Messaging:Prefix"]}default");
        Assert.That(await skipped.Exists("_skipped"), Is.False, "it is kept once");
        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Failed), "and stays failed");
        Assert.That(
            await failing.Services.GetRequiredService<IDeadLetters>().Count(), Is.Zero, "nobody has taken it");
    }

    /// <summary>Puts a message into the worker's queue, which is there once the worker has run something.</summary>
    private async Task Put(ReadOnlyMemory<byte> body, BasicProperties properties)
    {
        await (await host.Tasks.Send(new Add(1, 1))).GetResult(Soon);
        await using var raw = await RabbitMqQueue.Open(queue);
        await raw.Put(body, properties);
    }

    /// <summary>The only dead letter there is.</summary>
    private async Task<DeadLetterDetails> Kept(DeadLetterReason reason)
    {
        var letters = await Eventually.Get(
            async () => await DeadLetters.List().ToArrayAsync(), letters => letters.Length > 0);
        Assert.That(letters.Select(letter => (letter.Queue, letter.Reason)), Is.EqualTo(new[] { (queue, reason) }));
        return await Tracked(letters[0].Id);
    }

    /// <summary>A dead letter with its task, whose rejection comes by another queue.</summary>
    private Task<DeadLetterDetails> Tracked(Guid id) =>
        Eventually.Get(() => DeadLetters.Get(id), details => details.Task?.State == TaskState.Rejected);
}
