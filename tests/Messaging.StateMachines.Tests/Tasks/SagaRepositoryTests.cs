using MassTransit;
using MassTransit.Testing;
using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.StateMachines.Tests;

/// <summary>The state machine is an ordinary one: it works without our tracker, in MassTransit's repository.</summary>
public sealed class SagaRepositoryTests
{
    [Test]
    public async Task A_task_is_followed_in_an_ordinary_saga_repository()
    {
        await using var services = Services();
        var harness = await services.StartTestHarness();
        var run = Told.Run(1, at: 1);

        await harness.Bus.Publish(run.Succeeded(2, "42"));
        await StateIs(services, "Succeeded");
        await harness.Bus.Publish(Told.Submitted());
        await harness.Bus.Publish(run.Received(null));
        await harness.Bus.Publish(run.Started());
        await harness.Bus.Publish(run.Progressed(Told.At(1.5)));
        await harness.Bus.Publish(Told.Revoke(3, RevokeMode.Terminate, "too late"));

        var saga = await Find(services, saga =>
            saga is { SubmittedAt: not null, Progress: not null, RevokeRequestedAt: not null });
        Assert.That(saga?.CurrentState, Is.EqualTo("Succeeded"));
        Assert.That(saga?.Result, Is.EqualTo("42"));
        Assert.That(saga?.SubmittedAt, Is.EqualTo(Told.At(0)));
        Assert.That(saga?.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_task_goes_through_its_states_in_an_ordinary_saga_repository()
    {
        await using var services = Services();
        var harness = await services.StartTestHarness();
        var (first, second) = (Told.Run(1, at: 1), Told.Run(2, at: 4));
        (object Event, string State)[] life =
        [
            (Told.Submitted() with { Eta = Told.At(1) }, "Scheduled"),
            (first.Received(null), "Received"),
            (first.Started(), "Started"),
            (first.Ended(3, TaskState.Retrying), "Retrying"),
            (second.Ended(5, TaskState.Failed), "Failed"),
        ];

        foreach (var (happened, state) in life)
        {
            await harness.Bus.Publish(happened);
            await StateIs(services, state);
        }
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddMassTransitTestHarness(TextWriter.Null, bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<TaskStateMachine, TaskSaga>().InMemoryRepository();
        })
        .BuildServiceProvider(validateScopes: true);

    private static Task<TaskSaga?> StateIs(IServiceProvider services, string state) => Find(
        services, saga => string.Equals(saga.CurrentState, state, StringComparison.Ordinal));

    private static Task<TaskSaga?> Find(IServiceProvider services, Func<TaskSaga, bool> isWanted) => Eventually.Get(
        async () =>
        {
            await using var scope = services.CreateAsyncScope();
            var repository = scope.ServiceProvider.GetRequiredService<ILoadSagaRepository<TaskSaga>>();
            return (TaskSaga?)await repository.Load(Told.TaskId);
        },
        saga => saga is not null && isWanted(saga));
}
