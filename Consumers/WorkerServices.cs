using System.Runtime.CompilerServices;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>What the filters of one worker share.</summary>
internal sealed class WorkerServices(
    WorkerOptions options,
    ITaskEventSink events,
    ITaskPostponement postponement,
    WorkerSlots slots,
    ITaskPool pool,
    RevocationList revocations,
    DetachedRuns detached,
    IErrorQueue errorQueue,
    ITaskPast past,
    TaskLimits limits,
    TaskObservers observers,
    WorkerTasks tasks,
    QueueGate gate,
    TimeProvider clock,
    ILogger<WorkerServices> logger)
{
    /// <summary>All deliveries of an endpoint have one address.</summary>
    private static readonly ConditionalWeakTable<Uri, string> QueuesByAddress = [];

    public string Name => options.Name;

    public ITaskEventSink Events => events;

    public ITaskPostponement Postponement => postponement;

    public TimeSpan InProcessRetryLimit => options.InProcessRetryLimit;

    public WorkerSlots Slots => slots;

    public ITaskPool Pool => pool;

    public RevocationList Revocations => revocations;

    public DetachedRuns Detached => detached;

    public IErrorQueue ErrorQueue => errorQueue;

    public ITaskPast Past => past;

    public TaskLimits Limits => limits;

    public TaskObservers Observers => observers;

    public WorkerTasks Tasks => tasks;

    public QueueGate Gate => gate;

    public TimeProvider Clock => clock;

    public ILogger Logger => logger;

    /// <summary>Name of the queue that a message came from.</summary>
    public static string QueueOf(ConsumeContext context) => QueueOf(context.ReceiveContext);

    /// <summary>Name of the queue that a message came from.</summary>
    public static string QueueOf(ReceiveContext context) => QueuesByAddress.GetValue(context.InputAddress, QueueOf);

    private static string QueueOf(Uri address)
    {
        var path = address.AbsolutePath;
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
