using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class SettlementTests
{
    [Test]
    public async Task A_task_message_is_settled_only_after_its_end_is_confirmed([Values] bool isOverRabbitMq)
    {
        var settings = (isOverRabbitMq ? Settings.RabbitMqAndPostgres() : Settings.InMemory())
            .With(("Roles", "Worker, Tracker"));
        var confirmation = new HeldConfirmation();
        var settled = new SettledMessages();
        await using var host = await MessagingHost.Start(settings, TestTasks.Add, services =>
        {
            services.AddSingleton<ITaskEventSink>(confirmation);
            services.AddSingleton<IReceiveObserver>(settled);
        });
        var taskId = Guid.CreateVersion7();

        await host.Tasks.Send(new Add(1, 1), new TaskOptions { TaskId = taskId });
        var ended = await confirmation.Ended.WaitAsync(Eventually.Deadline);

        Assert.That(ended, Is.InstanceOf<TaskSucceeded>().With.Property("TaskId").EqualTo(taskId));
        Assert.That(settled.Contains(taskId), Is.False);
        confirmation.Release();
        await Eventually.Get(() => Task.FromResult(settled.Contains(taskId)), isSettled => isSettled);
    }

    private sealed class HeldConfirmation : ITaskEventSink
    {
        private readonly TaskCompletionSource<TaskEvent> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TaskEvent> Ended => ended.Task;

        public void Release() => released.TrySetResult();

        public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken) => default;

        public Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken)
        {
            ended.TrySetResult(taskEvent);
            return released.Task;
        }
    }
}
