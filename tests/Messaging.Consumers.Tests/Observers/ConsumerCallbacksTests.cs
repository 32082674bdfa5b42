using MassTransit.Serialization;
using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Consumers.Tests.Observers;

public sealed class ConsumerCallbacksTests
{
    [TestCase(true, "OnFailure, AfterReturn")]
    [TestCase(false, "OnFailure")]
    public async Task A_consumer_is_called_after_its_return_only_if_it_was_called(bool hasRun, string called)
    {
        var calls = new List<string>();
        await using var services = new ServiceCollection()
            .AddSingleton(calls)
            .AddScoped<NotingConsumer>()
            .BuildServiceProvider();
        var callbacks = new ConsumerCallbacks<Add, NotingConsumer>(
            services.GetRequiredService<IServiceScopeFactory>(), NullLogger.Instance);
        var now = TimeProvider.System.GetUtcNow();
        var task = new ObservedTask
        {
            TaskId = Guid.CreateVersion7(), Name = "math.add", Queue = "default", Worker = "w1", Attempt = 1,
            Headers = new DictionarySendHeaders(), Message = new Add(1, 2),
        };

        await callbacks.Failed(
            task,
            new TaskFailed
            {
                TaskId = task.TaskId, Time = now, Attempt = 1, Worker = "w1", Name = task.Name, Queue = "default",
                ReceivedAt = now, StartedAt = hasRun ? now : null,
                Error = new TaskError { Type = TaskErrorTypes.WorkerLost, Message = "lost" },
            },
            CancellationToken.None);

        Assert.That(string.Join(", ", calls), Is.EqualTo(called));
    }

    private sealed class NotingConsumer(List<string> calls) : ITaskCallbacks<Add>
    {
        public Task OnFailure(
            Add task, ObservedTask run, TaskFailed failed, CancellationToken cancellationToken) => Note("OnFailure");

        public Task AfterReturn(
            Add task, ObservedTask run, TaskState outcome, CancellationToken cancellationToken) => Note("AfterReturn");

        private Task Note(string call)
        {
            calls.Add(call);
            return Task.CompletedTask;
        }
    }
}
