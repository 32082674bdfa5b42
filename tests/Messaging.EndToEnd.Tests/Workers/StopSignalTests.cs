using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;
using Messaging.TestWorker;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class StopSignalTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Test]
    public async Task The_first_signal_lets_a_task_end_and_the_second_puts_the_others_back()
    {
        var settings = Settings.RabbitMqAndPostgres();
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        using var patient = Start("patient");
        using var hurried = Start("hurried");
        var broken = await SendTo("hurried", new Sleep(TimeSpan.FromMinutes(10)));
        var deaf = await SendTo("hurried", new SleepDeaf(TimeSpan.FromMinutes(10)));
        foreach (var task in new[] { broken, deaf })
            await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Started);
        var gate = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.gate");
        var waiting = await SendTo("patient", new WaitForFile(gate));
        await Eventually.Get(() => waiting.GetStatus(), status => status.State == TaskState.Started);

        var signalled = TimeProvider.System.GetUtcNow();
        var stopping = patient.Terminate();
        await Eventually.Get(
            () => Task.FromResult(patient.Errors),
            errors => errors.Contains("Application is shutting down", StringComparison.Ordinal));
        await File.WriteAllTextAsync(gate, "");
        await hurried.Signal("INT");
        await Eventually.Get(
            async () =>
            {
                await hurried.Signal("TERM");
                return hurried.Errors;
            },
            errors => errors.Contains("A second signal", StringComparison.Ordinal));

        Assert.That(await hurried.Exit(Soon), Is.EqualTo(130), "one task did not observe its cancellation");
        Assert.That(hurried.Errors, Does.Contain("1 tasks have not observed their cancellation within 3 s"));
        Assert.That(await stopping, Is.Zero, "no task was left");
        File.Delete(gate);
        Assert.That(await waiting.GetResult(Soon), Is.EqualTo(patient.Id));
        Assert.That((await waiting.GetStatus()).FinishedAt, Is.GreaterThan(signalled));

        using var next = Start("hurried");
        foreach (var task in new[] { broken, deaf })
        {
            var runs = await Eventually.Get(
                () => task.GetStatus(), status => status.Attempts.Count == 2 && status.State == TaskState.Started);
            Assert.That(runs.Attempts.Select(run => run.Number), Is.All.EqualTo(1), "the same attempt, run again");
        }

        SampleProcess Start(string queue) => SampleProcess.StartWorker(
            settings.With(
                ("Roles", "Worker"),
                ("Worker:Queues:0", queue),
                ("Worker:Concurrency", "4"),
                ("Tracking:Store", null)));

        Task<TaskHandle<int>> SendTo(string queue, ITask<int> task) =>
            tracker.Tasks.Send(task, new TaskOptions { Queue = queue });
    }
}
