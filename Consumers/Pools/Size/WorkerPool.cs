using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>The number of tasks that a worker runs at the same time, and who changes it.</summary>
internal sealed class WorkerPool : IWorkerPool, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly WorkerOptions options;
    private readonly WorkerSlots slots;
    private readonly ITaskPool tasks;
    private readonly TimeProvider clock;
    private readonly ILogger<WorkerPool> logger;
    private AutoscaleRule? rule;
    private ITimer? timer;
    private bool disposed;

    public WorkerPool(
        WorkerOptions options, WorkerSlots slots, ITaskPool tasks, TimeProvider clock, ILogger<WorkerPool> logger)
    {
        (this.options, this.slots, this.tasks, this.clock, this.logger) = (options, slots, tasks, clock, logger);
        if (options is { Pool: PoolKind.Solo, Concurrency: not (1 or WorkerOptions.DefaultConcurrency) })
            PoolLog.SoloRunsOne(logger, options.Concurrency);
        SetConfiguredAutoscale();
    }

    /// <inheritdoc/>
    public string Kind => options.Pool.ToString();

    /// <summary>How many run at most.</summary>
    public int Size => slots.Size;

    /// <summary>How many run.</summary>
    public int Running => slots.Taken;

    /// <summary>How many wait for a slot in this worker.</summary>
    public int Waiting => slots.Waiting;

    /// <summary>Makes room for more, and keeps it: autoscaling ends.</summary>
    /// <param name="by">How many more.</param>
    /// <exception cref="PoolSizeException">The pool cannot have that size.</exception>
    public void Grow(int by) => Become(checked(Size + by));

    /// <summary>Takes room away, and keeps it so: autoscaling ends. Tasks that run go on.</summary>
    /// <param name="by">How many fewer.</param>
    /// <exception cref="PoolSizeException">The pool cannot have that size.</exception>
    public void Shrink(int by) => Become(checked(Size - by));

    /// <summary>Lets the size follow the load; <c>null</c> for both keeps it as it is now.</summary>
    /// <param name="least">The least; 1 or more.</param>
    /// <param name="most">The most; up to 10,000.</param>
    /// <exception cref="PoolSizeException">The pool cannot have these sizes.</exception>
    public void SetAutoscale(int? least, int? most)
    {
        if (least is null && most is null)
        {
            Become(Size);
            return;
        }

        var (min, max) = PoolSizeException.ThrowUnlessRange(options.Pool, least, most);
        lock (gate)
        {
            rule = new AutoscaleRule(min, max, clock);
            slots.Missing = Look;
            timer ??= clock.CreateTimer(_ => Look(), state: null, BetweenLooks, BetweenLooks);
        }

        Look();
    }

    void IWorkerPool.SetAutoscale(int? least, int? most)
    {
        if (least is { } min && most is { } max)
            SetAutoscale(min, max);
        else
            Become(Size);
    }

    void IWorkerPool.TakeBackSize()
    {
        Become(options.StartSize());
        SetConfiguredAutoscale();
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            rule = null;
            timer?.Dispose();
        }
    }

    private void SetConfiguredAutoscale()
    {
        if (options is { Pool: not PoolKind.Solo, Autoscale: { Min: { } min, Max: { } max } })
            SetAutoscale(min, max);
    }

    private void Become(int size)
    {
        PoolSizeException.ThrowUnlessAllowed(options.Pool, size);
        lock (gate)
        {
            rule = null;
            slots.Missing = null;
            timer?.Dispose();
            timer = null;
            Resize(size);
        }
    }

    private void Look()
    {
        lock (gate)
        {
            if (rule is not null)
                Resize(rule.Next(slots.Size, slots.Taken + slots.Waiting));
        }
    }

    private void Resize(int size)
    {
        var before = slots.Size;
        if (size == before || disposed)
            return;

        tasks.Resize(size);
        slots.Resize(size);
        PoolLog.Resized(logger, before, size);
    }
}
