using System.Collections.Concurrent;
using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>What policies say of how tasks are sent and retried.</summary>
public abstract class PolicySuite
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost() => host = await MessagingHost.Start(
        NewSettings().With(
            ("Roles", "Worker, Tracker"), ("Worker:Queues:0", "default"), ("Worker:Queues:1", "reports"),
            ("Producer:QueryTimeout", "00:00:30"),
            ("Tasks:*:Priority", "2"), ("Tasks:policy.quiet:Backoff:Kind", "None"),
            ("Tasks:policy.quiet:MaxRetries", "1")),
        AddTasks);

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [TestCase("IOException", 1, Description = "neither in the set")]
    [TestCase("TimeoutException", 3)]
    [TestCase("SoonTimeoutException", 3, Description = "derives from one in the set")]
    [TestCase("LateTimeoutException", 1, Description = "excluded although it derives from one in the set")]
    public async Task A_task_is_run_again_only_after_exceptions_that_its_policy_names(string exception, int attempts)
    {
        var ended = await (await host.Tasks.Send(new Throw(exception))).WaitForAttempts(attempts);

        Assert.That(ended.State, Is.EqualTo(TaskState.Failed));
        Assert.That(ended.Attempts, Has.Count.EqualTo(attempts));
        Assert.That(ended.Error!.Type, Does.EndWith(exception));
        Assert.That(ended.Error.Message, Is.EqualTo($"On purpose: {exception}."));
    }

    [Test]
    public async Task An_expected_exception_is_logged_as_information_and_others_as_a_warning()
    {
        var expected = await host.Tasks.Send(new Throw("ExpectedException"));
        var other = await host.Tasks.Send(new Throw("IOException"));
        await expected.Wait(Soon);
        await other.Wait(Soon);

        Assert.That(await host.Log.WaitFor($"{expected.TaskId} has failed"), Does.StartWith("Information")
            .And.Contains("in a way that its policy expects").And.Contains("ExpectedException: On purpose"));
        Assert.That(await host.Log.WaitFor($"{other.TaskId} has failed"), Does.StartWith("Warning"));
    }

    [Test]
    public async Task A_contracts_attribute_says_queue_priority_and_expiry_and_the_sender_goes_before_it()
    {
        var byPolicy = await host.Tasks.Send(new Report());
        var bySender = await host.Tasks.Send(new Report(), new TaskOptions
        {
            Queue = "default", Priority = 9, ExpiresAfter = TimeSpan.FromHours(5),
        });

        var first = await byPolicy.WaitForSubmission();
        var second = await bySender.WaitForSubmission();

        Assert.That(first.Queue, Does.EndWith("reports"));
        Assert.That(first.Result, Is.EqualTo("\"4\""));
        Assert.That((first.Expires - first.SubmittedAt)!.Value.TotalHours, Is.EqualTo(2).Within(0.01));
        Assert.That(second.Queue, Does.EndWith("default"));
        Assert.That(second.Result, Is.EqualTo("\"9\""));
        Assert.That((second.Expires - second.SubmittedAt)!.Value.TotalHours, Is.EqualTo(5).Within(0.01));
    }

    [Test]
    public async Task The_base_policy_of_the_configuration_holds_for_a_task_of_which_nothing_is_said()
    {
        var ended = await (await host.Tasks.Send(new SayPriority())).Wait(Soon);

        Assert.That(ended.Result, Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task A_task_of_which_nothing_is_to_be_kept_fails_without_saying_why()
    {
        var ended = await (await host.Tasks.Send(new Quiet())).WaitForAttempts(2);

        Assert.That(ended.State, Is.EqualTo(TaskState.Failed));
        Assert.That(ended.Attempts, Has.Count.EqualTo(2));
        Assert.That(ended.Error!.Type, Is.EqualTo("System.IO.InvalidDataException"));
        Assert.That(ended.Error.Message, Does.StartWith("Not kept: "));
        Assert.That(ended.Error.StackTrace, Is.Null);
        Assert.That(ended.Attempts[0].Error!.Message, Does.StartWith("Not kept: "));
    }

    [Test]
    public async Task A_task_may_be_run_again_without_a_limit()
    {
        var ended = await (await host.Tasks.Send(new Stubborn(Guid.NewGuid()))).Wait(Soon);

        Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(ended.Attempt, Is.EqualTo(26));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    private static void AddTasks(IMessagingBuilder messaging)
    {
        messaging.AddTask<ThrowConsumer>(policy => policy
            .Retry(2, Backoff.None).RetryOn<TimeoutException>().NotRetryOn<LateTimeoutException>()
            .Expect<ExpectedException>());
        messaging.AddTask<ReportConsumer>();
        messaging.AddTask<SayPriorityConsumer>();
        messaging.AddTask<QuietConsumer>(policy => policy.IgnoreResultAndErrors());
        messaging.AddTask<StubbornConsumer>(policy => policy.RetryForever(Backoff.None));
    }

    private static string? PriorityOf(Headers headers) => headers.Get<string>(TaskHeaders.Priority);

    [TaskName("policy.throw")]
    private sealed record Throw(string Exception) : ITask;

    [TaskName("policy.report")]
    [TaskPolicy(Queue = "reports", Priority = 4, ExpiresAfter = "02:00:00")]
    private sealed record Report : ITask<string?>;

    [TaskName("policy.priority")]
    private sealed record SayPriority : ITask<string?>;

    [TaskName("policy.quiet")]
    private sealed record Quiet : ITask;

    [TaskName("policy.stubborn")]
    private sealed record Stubborn(Guid Key) : ITask;

    private sealed class ExpectedException(string message) : Exception(message);

    private sealed class SoonTimeoutException(string message) : TimeoutException(message);

    private sealed class LateTimeoutException(string message) : TimeoutException(message);

    private sealed class ThrowConsumer : ITaskConsumer<Throw>
    {
        public Task Consume(TaskContext<Throw> context)
        {
            var name = context.Message.Exception;
            var message = $"On purpose: {name}.";
            throw name switch
            {
                nameof(IOException) => new IOException(message),
                nameof(TimeoutException) => new TimeoutException(message),
                nameof(SoonTimeoutException) => new SoonTimeoutException(message),
                nameof(LateTimeoutException) => new LateTimeoutException(message),
                _ => new ExpectedException(message),
            };
        }
    }

    private sealed class ReportConsumer : ITaskConsumer<Report, string?>
    {
        public Task<string?> Consume(TaskContext<Report> context) => Task.FromResult(PriorityOf(context.Headers));
    }

    private sealed class SayPriorityConsumer : ITaskConsumer<SayPriority, string?>
    {
        public Task<string?> Consume(TaskContext<SayPriority> context) => Task.FromResult(PriorityOf(context.Headers));
    }

    private sealed class QuietConsumer : ITaskConsumer<Quiet>
    {
        public Task Consume(TaskContext<Quiet> context) => throw new InvalidDataException("A secret.");
    }

    private sealed class StubbornConsumer : ITaskConsumer<Stubborn>
    {
        private static readonly ConcurrentDictionary<Guid, int> Runs = new();

        public Task Consume(TaskContext<Stubborn> context) =>
            Runs.AddOrUpdate(context.Message.Key, 1, (_, runs) => runs + 1) <= 25
                ? throw new InvalidDataException("Not yet.")
                : Task.CompletedTask;
    }
}
