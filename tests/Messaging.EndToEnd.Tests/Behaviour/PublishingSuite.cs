using System.Threading.Channels;
using MassTransit;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Changes of state, as an ordinary MassTransit consumer sees them.</summary>
public abstract class PublishingSuite
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly Heard heard = new();
    private MessagingHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        host = await MessagingHost.Start(
            NewSettings().With(
                ("Roles", "Worker, Tracker"), ("Tracking:Publish:0", "Succeeded"), ("Tracking:Publish:1", "failed"),
                ("Producer:QueryTimeout", "00:00:30")),
            messaging =>
            {
                TestTasks.Add(messaging);
                messaging.ConfigureMassTransit(AddListener);
            },
            services => services.AddSingleton(heard));

        // What is published before the listener's queue is there, nobody hears.
        var bus = host.Services.GetRequiredService<IBusControl>();
        await Eventually.Get(
            () => Task.FromResult(bus.CheckHealth().Status), status => status == BusHealthStatus.Healthy);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_success_is_heard_with_its_result()
    {
        var task = await host.Tasks.Send(new Add(3, 4));

        var succeeded = (TaskSucceeded)await heard.Next(task.TaskId);

        Assert.That((succeeded.Name, succeeded.Result, succeeded.Attempt), Is.EqualTo(("math.add", "7", 1)));
        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public async Task A_failure_is_heard_with_its_error_and_the_retries_before_it_are_not()
    {
        var task = await host.Tasks.Send(new FailTimes(Guid.NewGuid().ToString(), 9));

        var failed = (TaskFailed)await heard.Next(task.TaskId);

        Assert.That(failed.Error.Message, Is.EqualTo("Failed on purpose, run 4."));
        Assert.That(failed.Attempt, Is.EqualTo(4));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    private static void AddListener(IBusRegistrationConfigurator massTransit) => massTransit.AddConsumer<Listener>()
        .Endpoint(endpoint =>
        {
            endpoint.Name = $"listener-{Guid.NewGuid():N}";
            endpoint.Temporary = true;
        });

    /// <summary>What the listener has heard, of this host's tasks and of others that share the broker.</summary>
    public sealed class Heard
    {
        private readonly Channel<TaskRunEvent> events = Channel.CreateUnbounded<TaskRunEvent>();

        /// <summary>Notes an event.</summary>
        public void Add(TaskRunEvent taskEvent) => events.Writer.TryWrite(taskEvent);

        /// <summary>The next event of a task.</summary>
        public async Task<TaskRunEvent> Next(Guid taskId)
        {
            using var deadline = new CancellationTokenSource(Soon);
            while (true)
            {
                var taskEvent = await events.Reader.ReadAsync(deadline.Token);
                if (taskEvent.TaskId == taskId)
                    return taskEvent;
            }
        }
    }

    /// <summary>Knows nothing of Messaging but its contracts.</summary>
    public sealed class Listener(Heard heard) : IConsumer<TaskSucceeded>, IConsumer<TaskFailed>, IConsumer<TaskRetrying>
    {
        /// <inheritdoc/>
        public Task Consume(ConsumeContext<TaskSucceeded> context) => Note(context.Message);

        /// <inheritdoc/>
        public Task Consume(ConsumeContext<TaskFailed> context) => Note(context.Message);

        /// <inheritdoc/>
        public Task Consume(ConsumeContext<TaskRetrying> context) => Note(context.Message);

        private Task Note(TaskRunEvent taskEvent)
        {
            heard.Add(taskEvent);
            return Task.CompletedTask;
        }
    }
}

[TestFixture]
public sealed class PublishingInMemory : PublishingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class PublishingOverRabbitMq : PublishingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
