using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Consumers.Tests.Pools;

[TestFixture]
public sealed class WorkerPoolTests
{
    private readonly List<Task> taken = [];
    private SteppedTime time = null!;
    private WorkerSlots slots = null!;
    private WorkerPool pool = null!;

    [TearDown]
    public void End()
    {
        pool.Dispose();
        slots.Dispose();
        taken.Clear();
    }

    [Test]
    public void Autoscaled_3_to_10_it_has_10_at_once_for_20_tasks_and_3_again_30_s_after_the_last()
    {
        Make(new WorkerOptions { Autoscale = { Min = 3, Max = 10 } });
        Assert.That(pool.Size, Is.EqualTo(3));

        Take(20);
        Assert.That(pool.Size, Is.EqualTo(10));
        HaveRun(10);

        time.Pass(TimeSpan.FromMinutes(5));
        GiveBack(20);
        HaveRun(20);
        time.Pass(TimeSpan.FromSeconds(29));
        Assert.That(pool.Size, Is.EqualTo(10));

        time.Pass(TimeSpan.FromSeconds(2));
        Assert.That(pool.Size, Is.EqualTo(3));
    }

    [Test]
    public void Autoscaled_it_keeps_what_it_needs()
    {
        Make(new WorkerOptions { Autoscale = { Min = 3, Max = 10 } });
        Take(20);
        GiveBack(14);
        HaveRun(20);

        time.Pass(TimeSpan.FromSeconds(32));

        Assert.That((pool.Size, pool.Running), Is.EqualTo((6, 6)));
    }

    [Test]
    public void Grown_or_shrunk_by_hand_it_no_longer_follows_the_load()
    {
        Make(new WorkerOptions { Autoscale = { Min = 3, Max = 10 } });

        pool.Grow(2);
        Take(20);
        Assert.That(pool.Size, Is.EqualTo(5));
        HaveRun(5);

        pool.Shrink(1);
        time.Pass(TimeSpan.FromMinutes(1));
        Assert.That(pool.Size, Is.EqualTo(4));
    }

    [Test]
    public void Shrunk_it_lets_what_runs_go_on_and_starts_no_more_than_it_has_room_for()
    {
        Make(new WorkerOptions { Concurrency = 5 });
        Take(8);
        pool.Shrink(3);
        Assert.That((pool.Size, pool.Running, pool.Waiting), Is.EqualTo((2, 5, 3)));

        GiveBack(3);
        Assert.That(pool.Running, Is.EqualTo(2));
        HaveRun(5);

        GiveBack(1);
        HaveRun(6);
    }

    [Test]
    public void Grown_again_before_it_has_shrunk_it_is_as_large_as_before()
    {
        Make(new WorkerOptions { Concurrency = 5 });
        Take(8);

        pool.Shrink(3);
        pool.Grow(4);

        Assert.That(pool.Size, Is.EqualTo(6));
        HaveRun(6);
    }

    [TestCase(PoolKind.Async, -16)]
    [TestCase(PoolKind.Async, 10_000)]
    [TestCase(PoolKind.Solo, 1)]
    public void A_size_that_it_cannot_have_is_refused(PoolKind kind, int by)
    {
        Make(new WorkerOptions { Pool = kind });

        Assert.That(() => pool.Grow(by), Throws.TypeOf<PoolSizeException>());
    }

    [Test]
    public void Autoscaling_ends_where_it_is()
    {
        Make(new WorkerOptions { Autoscale = { Min = 3, Max = 10 } });
        Take(7);

        pool.SetAutoscale(null, null);
        GiveBack(7);
        time.Pass(TimeSpan.FromMinutes(1));

        Assert.That(pool.Size, Is.EqualTo(7));
    }

    [TestCase(4, null)]
    [TestCase(4, 3)]
    [TestCase(0, 3)]
    public void Autoscaling_between_sizes_that_it_cannot_have_is_refused(int? least, int? most)
    {
        Make(new WorkerOptions());

        Assert.That(() => pool.SetAutoscale(least, most), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Solo_has_room_for_one_whatever_the_concurrency()
    {
        Make(new WorkerOptions { Pool = PoolKind.Solo, Concurrency = 8 });

        Take(3);

        Assert.That(pool.Size, Is.EqualTo(1));
        HaveRun(1);
    }

    /// <summary>So many have been given a slot so far, and the others wait. Slots are handed on by other threads.</summary>
    private void HaveRun(int count)
    {
        (int, int) Now() => (taken.Count(task => task.IsCompleted), slots.Waiting);

        SpinWait.SpinUntil(() => Now() == (count, taken.Count - count), Eventually.Deadline);
        Assert.That(Now(), Is.EqualTo((count, taken.Count - count)));
    }

    private void Make(WorkerOptions options)
    {
        time = new SteppedTime();
        slots = new WorkerSlots(options);
        pool = new WorkerPool(
            options,
            slots,
            new AsyncPool(new StuckTasks(), NullLogger<AsyncPool>.Instance),
            time,
            NullLogger<WorkerPool>.Instance);
    }

    private void Take(int count)
    {
        for (var i = 0; i < count; i++)
            taken.Add(slots.Take(CancellationToken.None));
    }

    private void GiveBack(int count)
    {
        for (var i = 0; i < count; i++)
            slots.GiveBack();
    }
}
