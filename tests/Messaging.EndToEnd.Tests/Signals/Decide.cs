using Messaging.Consumers;
using Messaging.Contracts;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>A task that ends as it is told to.</summary>
[TaskName("signals.decide")]
public sealed record Decide(string What) : ITask<int>;

/// <summary>Runs <see cref="Decide"/>, and notes which of its callbacks are called.</summary>
public sealed class DecideConsumer(Witness witness) : ITaskConsumer<Decide, int>, ITaskCallbacks<Decide>
{
    public async Task<int> Consume(TaskContext<Decide> context)
    {
        switch (context.Message.What)
        {
            case "reject":
                throw context.Reject("There is no such order.", new IOException("The shelf is empty."));
            case "ignore":
                await context.SetState("Duplicate", new { Of = 7 });
                throw context.Ignore();
            case "requeue" when context.Attempt < 3:
                throw context.Requeue("Not here.");
            case "twice more":
                throw context.Retry(TimeSpan.Zero, new IOException("Not yet."), maxRetries: 2);
            case "no more":
                throw context.Retry(TimeSpan.Zero, new IOException("Not yet."), maxRetries: 0);
            case "fewer than none":
                throw context.Retry(maxRetries: -1);
            case "hang":
                await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
                return 0;
            case "fail":
                throw new InvalidDataException("Failed on purpose.");
            default:
                return context.Attempt;
        }
    }

    public Task OnSuccess(Decide task, ObservedTask run, TaskSucceeded succeeded, CancellationToken cancellationToken) =>
        Note(run, $"OnSuccess {succeeded.Result}");

    public Task OnRetry(Decide task, ObservedTask run, TaskRetrying retrying, CancellationToken cancellationToken) =>
        Note(run, $"OnRetry {run.Exception!.Message}");

    public async Task OnFailure(
        Decide task, ObservedTask run, TaskFailed failed, CancellationToken cancellationToken)
    {
        await Note(run, $"OnFailure {failed.Error.Message}");
        throw new InvalidOperationException("The callback fails, too.");
    }

    public Task AfterReturn(
        Decide task, ObservedTask run, TaskState outcome, CancellationToken cancellationToken) =>
        Note(run, $"AfterReturn {outcome} of '{task.What}'");

    private Task Note(ObservedTask run, string what)
    {
        witness.Note(run.TaskId, $"{what} {run.Attempt}");
        return Task.CompletedTask;
    }
}
