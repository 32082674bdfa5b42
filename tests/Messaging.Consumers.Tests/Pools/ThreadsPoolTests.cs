using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Consumers.Tests.Pools;

[TestFixture]
public sealed class ThreadsPoolTests
{
    private readonly ThreadsPool pool = new(
        new WorkerOptions { Concurrency = 2 }, new StuckTasks(), NullLogger<ThreadsPool>.Instance);

    [OneTimeTearDown]
    public void End() => pool.Dispose();

    [Test]
    public async Task What_follows_an_await_runs_on_a_thread_of_the_pools_own_too()
    {
        var threads = new List<bool>();
        await pool.Start(async () =>
        {
            threads.Add(Thread.CurrentThread.IsThreadPoolThread);
            await new OnAnotherThread();
            threads.Add(Thread.CurrentThread.IsThreadPoolThread);
            await Task.Yield();
            threads.Add(Thread.CurrentThread.IsThreadPoolThread);
        });

        Assert.That(threads, Is.EqualTo(new[] { false, false, false }));
    }

    [Test]
    public async Task A_task_that_blocks_on_its_own_continuation_does_not_wait_for_ever()
    {
        static async Task<int> Later()
        {
            await new OnAnotherThread();
            await Task.Yield();
            return 42;
        }

        var answer = 0;
        await pool.Start(() =>
        {
            answer = Later().GetAwaiter().GetResult();
            return Task.CompletedTask;
        }).WaitAsync(Eventually.Deadline);

        Assert.That(answer, Is.EqualTo(42));
    }

    [Test]
    public async Task Threads_that_are_kept_by_stuck_tasks_are_replaced()
    {
        using var release = new ManualResetEventSlim();
        var stuck = Enumerable.Range(0, 8).Select(_ => pool.Start(() =>
        {
            release.Wait();
            return Task.CompletedTask;
        })).ToArray();

        await pool.Start(() => Task.CompletedTask).WaitAsync(Eventually.Deadline);

        release.Set();
        await Task.WhenAll(stuck);
    }

    [Test]
    public async Task A_task_runs_in_the_execution_context_of_who_starts_it_whatever_its_thread_was_made_for()
    {
        var local = new AsyncLocal<string?>();
        async Task<string?> Seen(string? value)
        {
            local.Value = value;
            string? inside = null;
            await pool.Start(() =>
            {
                inside = local.Value;
                local.Value = "left behind";
                return Task.CompletedTask;
            });
            return inside;
        }

        var seen = new[] { await Seen("first"), await Seen("second"), await Seen(null) };
        string? suppressed = "not run";
        Task running;
        using (ExecutionContext.SuppressFlow())
        {
            running = pool.Start(() =>
            {
                suppressed = local.Value;
                return Task.CompletedTask;
            });
        }

        await running;
        Assert.That(seen, Is.EqualTo(new[] { "first", "second", null }));
        Assert.That(suppressed, Is.Null);
    }

    [Test]
    public void What_a_task_throws_at_once_is_thrown() =>
        Assert.ThrowsAsync<InvalidDataException>(() => pool.Start(() => throw new InvalidDataException("x")));
}
