using Messaging.Consumers.Tests.Execution;
using Messaging.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Consumers.Tests.Pools;

[TestFixture]
public sealed class ProcessPoolTests
{
    [TestCase("/bin/false")]
    [TestCase("/nowhere/program")]
    public async Task A_task_goes_back_to_its_queue_after_30_s_when_no_child_can_be_started(string program)
    {
        var time = new SteppedTime();
        var options = new WorkerOptions { Concurrency = 1 };
        using var slots = new WorkerSlots(options);
        using var starter = new ChildStarter(
            new ChildProgram(program, []), time, NullLogger<ChildStarter>.Instance);
        using var log = new LogLines();
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using var pool = new ProcessPool(
            options, slots, new QueueGate(), starter, time, logging.CreateLogger<ProcessPool>());
        using var run = Deliveries.Run();

        pool.Resize(1);
        await log.WaitFor("No child process can be started, for the 1. time running");
        var taking = pool.Take(run, CancellationToken.None);
        Assert.That(taking.IsCompleted, Is.False);

        time.Pass(TimeSpan.FromSeconds(30));

        Assert.ThrowsAsync<TaskPutBackException>(() => taking.WaitAsync(Eventually.Deadline));
    }

    [Test]
    public async Task A_task_in_memory_goes_on_waiting_for_a_child_since_it_cannot_go_back()
    {
        var time = new SteppedTime();
        var options = new WorkerOptions { Concurrency = 1 };
        using var slots = new WorkerSlots(options);
        using var starter = new ChildStarter(
            new ChildProgram("/bin/false", []), time, NullLogger<ChildStarter>.Instance);
        using var log = new LogLines();
        using var logging = LoggerFactory.Create(logging => logging.AddProvider(log));
        var queues = new QueueGate { BrokerTakesBack = false };
        await using var pool = new ProcessPool(
            options, slots, queues, starter, time, logging.CreateLogger<ProcessPool>());
        using var run = Deliveries.Run();

        pool.Resize(1);
        await log.WaitFor("No child process can be started, for the 1. time running");
        var taking = pool.Take(run, CancellationToken.None);
        // It is logged before the wait for the next attempt begins.
        await Eventually.Get(() => Task.FromResult(IsTriedAgainWithin(TimeSpan.FromSeconds(30))), isTried => isTried);

        Assert.That(taking.IsCompleted, Is.False);
        slots.Stop();
        Assert.ThrowsAsync<TaskPutBackException>(() => taking.WaitAsync(Eventually.Deadline));

        bool IsTriedAgainWithin(TimeSpan more)
        {
            time.Pass(more);
            return log.All.Any(line => line.Contains("for the 2. time running", StringComparison.Ordinal));
        }
    }
}
