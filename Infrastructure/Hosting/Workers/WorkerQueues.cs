using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>
/// The queues that this worker reads, and has been told to read or not to. The bus is looked up when it is needed,
/// since it is made with the worker's endpoints in it.
/// </summary>
internal sealed class WorkerQueues : IWorkerQueues
{
    private readonly Dictionary<string, TaskQueue> queues = new(StringComparer.Ordinal);
    private readonly Lock change = new();
    private readonly IReadOnlyList<string> configured;
    private readonly QueueClosing closing;
    private readonly WorkerEndpoint endpoint;
    private readonly IBroker broker;
    private readonly IServiceProvider services;

    public WorkerQueues(
        QueueNames names, QueueClosing closing, WorkerEndpoint endpoint, IBroker broker, IServiceProvider services)
    {
        this.closing = closing;
        this.endpoint = endpoint;
        this.broker = broker;
        this.services = services;
        configured = names.Tasks;
        foreach (var name in names.Tasks)
            queues.Add(name, new TaskQueue(name));
    }

    public IReadOnlyList<WorkerQueue> All
    {
        get
        {
            lock (change)
            {
                return
                [
                    .. queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal)
                        .Where(queue => queue.HasEndpoint)
                        .Select(queue => new WorkerQueue { Name = queue.Name, State = queue.State }),
                ];
            }
        }
    }

    /// <summary>How many queues are being read at the moment.</summary>
    public int Running
    {
        get
        {
            lock (change)
                return queues.Values.Count(queue => queue.IsRunning);
        }
    }

    /// <summary>An endpoint has been (re)connected.</summary>
    public void Connected(Uri address, IReceiveEndpoint receiver)
    {
        lock (change)
        {
            if (Find(address) is not { } queue)
                return;

            queue.Connected(receiver);
            closing.Connected(queue);
        }
    }

    /// <summary>An endpoint has come to its end, or has lost its connection.</summary>
    public void Disconnected(Uri address)
    {
        lock (change)
            Find(address)?.Disconnected();
    }

    /// <summary>Whether an endpoint reads a queue of tasks.</summary>
    public bool IsOfTasks(Uri address)
    {
        lock (change)
            return Find(address) is not null;
    }

    public void Add(string queue)
    {
        var isNew = false;
        Change(queue, known =>
        {
            isNew = !known.HasEndpoint;
            if (isNew)
                CheckThatNoneIsAlike(queue);
            known.IsCancelled = false;
            known.HasEndpoint = true;
        });
        if (!isNew)
            return;

        try
        {
            Connect(queue);
        }
        catch
        {
            // Or the next attempt would find it done.
            Change(queue, known => known.HasEndpoint = false);
            throw;
        }
    }

    public void Cancel(string queue) => Change(Known(queue), known => known.IsCancelled = true);

    public void Pause(string queue) => Change(queue, known => known.IsPaused = true);

    public void Resume(string queue) => Change(queue, known => known.IsPaused = false);

    public void TakeBack(string queue)
    {
        if (configured.Contains(queue, StringComparer.Ordinal))
            Add(queue);
        else
            Change(queue, known => known.IsCancelled = true);
    }

    /// <summary>No queue is read any more: the worker is to stop at once.</summary>
    public void CloseAll()
    {
        lock (change)
        {
            foreach (var queue in queues.Values)
                closing.CloseForGood(queue);
        }
    }

    /// <summary>
    /// A queue that is paused need not be one that is read here; it is remembered in case it is added.
    /// </summary>
    private void Change(string queue, Action<TaskQueue> make)
    {
        lock (change)
        {
            if (!queues.TryGetValue(queue, out var known))
                queues.Add(queue, known = new TaskQueue(queue) { HasEndpoint = false });

            make(known);
            closing.Apply(known);
        }
    }

    /// <summary>
    /// To MassTransit two names that differ in case alone are one endpoint; to brokers they are two queues.
    /// </summary>
    private void CheckThatNoneIsAlike(string queue)
    {
        var alike = queues.Values.FirstOrDefault(other => other.HasEndpoint
            && !string.Equals(other.Name, queue, StringComparison.Ordinal)
            && string.Equals(other.Name, queue, StringComparison.OrdinalIgnoreCase));
        if (alike is not null)
        {
            throw new ArgumentException(
                $"This worker reads the queue '{alike.Name}', and one worker cannot read '{queue}' too, which differs "
                + "in upper and lower case alone. Correct the name, or have another worker read it.",
                nameof(queue));
        }
    }

    private void Connect(string queue) =>
        services.GetRequiredService<IReceiveEndpointConnector>().ConnectReceiveEndpoint(
            queue,
            (context, receiver) =>
            {
                broker.ConfigureQueue(receiver);
                endpoint.Configure(receiver, context);
            });

    private string Known(string queue)
    {
        lock (change)
        {
            var known = queues.Values.Where(other => other.HasEndpoint).Select(other => other.Name).ToArray();
            return known.Contains(queue, StringComparer.Ordinal)
                ? queue
                : throw new ArgumentException(
                    $"This worker does not read the queue '{queue}'. {DidYouMean.Sentence(queue, known)}"
                    + $"It reads {string.Join(", ", known.Select(name => $"'{name}'"))}.",
                    nameof(queue));
        }
    }

    private TaskQueue? Find(Uri address) => queues.Values.FirstOrDefault(
        queue => address.AbsolutePath.EndsWith("/" + queue.Name, StringComparison.Ordinal));
}
