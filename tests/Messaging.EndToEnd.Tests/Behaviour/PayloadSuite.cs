using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Tasks whose arguments and results are longer than what trackers keep.</summary>
public abstract class PayloadSuite : BehaviourSuite
{
    private static readonly string LongText = string.Concat(Enumerable.Repeat("long 🎉 ", 1000));

    [Test]
    public async Task A_task_runs_with_arguments_that_are_too_long_to_be_kept()
    {
        var task = await Tasks.Send(new SayText(LongText, Fails: false));

        var status = await task.WaitUntilTold(
            status => status is { Arguments: not null, CustomStateMeta: not null });

        Assert.That(status.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(TruncatedPayload.TryRead(status.Arguments, out var arguments), Is.True, status.Arguments);
        Assert.That(arguments!.Limit, Is.EqualTo(2000));
        Assert.That(arguments.Bytes, Is.GreaterThan(10_000));
        Assert.That(TruncatedPayload.TryRead(status.Result, out _), Is.True, status.Result);
        Assert.That(TruncatedPayload.TryRead(status.CustomStateMeta, out _), Is.True, status.CustomStateMeta);
    }

    [Test]
    public async Task Asking_for_a_result_that_was_not_kept_says_so_and_what_to_do()
    {
        var task = await Tasks.Send(new SayText(LongText, Fails: false));

        var exception = Assert.ThrowsAsync<ResultTruncatedException>(() => task.GetResult(Soon))!;

        Assert.That(exception.Bytes, Is.EqualTo(TaskJsonLength(LongText)));
        Assert.That(exception.Message, Does.StartWith(
            $"Task {task.TaskId} (test.text) has succeeded, but its result of {exception.Bytes:N0} bytes was not kept, "
            + "since Messaging:Tracking:MaxPayloadBytes is 2,000 at its worker or tracker."));
    }

    [Test]
    public async Task A_call_gets_a_result_of_any_length() =>
        Assert.That(await Tasks.Call(new SayText(LongText, Fails: false), Soon), Is.EqualTo(LongText));

    [Test]
    public async Task A_result_that_is_short_enough_is_kept() =>
        Assert.That(
            await (await Tasks.Send(new SayText("short", Fails: false))).GetResult(Soon), Is.EqualTo("short"));

    [Test]
    public async Task An_error_keeps_the_beginning_of_its_text()
    {
        var task = await Tasks.Send(new SayText(LongText, Fails: true), new TaskOptions { MaxRetries = 0 });

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.That(exception.RemoteMessage, Does.StartWith(LongText[..1000]).And.EndsWith("(cut, 10000 bytes)"));
        Assert.That(exception.RemoteStackTrace, Does.EndWith("bytes)"));
    }

    private static int TaskJsonLength(string text) =>
        System.Text.Encoding.UTF8.GetByteCount(System.Text.Json.JsonSerializer.Serialize(text, TaskJson.Options));
}

[TestFixture]
public sealed class PayloadsInMemory : PayloadSuite
{
    protected override Dictionary<string, string?> NewSettings() =>
        Settings.InMemory().With(("Tracking:MaxPayloadBytes", "2000"));
}

[TestFixture]
public sealed class PayloadsOverRabbitMq : PayloadSuite
{
    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Tracking:MaxPayloadBytes", "2000"));
}
