using System.Collections.Frozen;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// A task ready to be sent: its id, its queue and all that goes into the headers. It is the end of the pipe that its message
/// goes through.
/// </summary>
internal sealed class OutgoingTask : IPipe<SendContext>
{
    private readonly TaskOptions options;
    private readonly IBrokerConnection broker;
    private readonly DateTimeOffset? eta;
    private readonly DateTimeOffset? expires;
    private readonly byte? priority;
    private readonly string arguments;
    private IReadOnlyDictionary<string, string> ownHeaders;

    public OutgoingTask(
        ITask task,
        TaskOptions options,
        SendPolicies policies,
        TaskRoutes routes,
        IBrokerConnection broker,
        DateTimeOffset now)
    {
        this.options = options;
        this.broker = broker;
        Task = task;
        Type = task.GetType();
        Name = TaskNames.Of(Type);
        var policy = policies.Of(Type);
        Queue = routes.QueueOf(task, Name, options.Queue ?? policy.Queue);
        priority = options.Priority ?? policy.Priority;
        // Before anything is sent: a task that cannot be written must not be half sent.
        arguments = JsonSerializer.Serialize(task, Type, TaskJson.Options);
        TaskId = options.TaskId ?? Guid.CreateVersion7(now);
        eta = options.Eta ?? (options.Countdown > TimeSpan.Zero ? now + options.Countdown : null);
        Due = eta > now ? eta : null;
        expires = options.Expires ?? now + options.ExpiresAfter ?? policy.ExpiresAt(Due ?? now);
        ownHeaders = options.Headers ?? FrozenDictionary<string, string>.Empty;
    }

    public ITask Task { get; }

    public Type Type { get; }

    public string Name { get; }

    public string Queue { get; }

    public Guid TaskId { get; }

    /// <summary>When the scheduler is to send it; <c>null</c> for a task that goes to its queue at once.</summary>
    public DateTimeOffset? Due { get; }

    /// <summary>Set for a task whose worker is to reply to this process.</summary>
    public (Guid RequestId, Uri Address)? ReplyTo { get; set; }

    /// <summary>The sender's own headers.</summary>
    public IReadOnlyDictionary<string, string> Headers => ownHeaders;

    /// <summary>The latest attempt to send it.</summary>
    public SendAttempt? Sending { get; set; }

    /// <summary>Whether the broker has confirmed it.</summary>
    public bool IsSent => Sending is { Confirmed.IsCompletedSuccessfully: true };

    /// <summary>A message that has not left when this is cancelled is held back.</summary>
    public CancellationToken GivenUp { get; set; }

    public SubmittedTask Submitted(DateTimeOffset time) => new(Name, Queue, time, eta);

    public TaskSubmitted Event(DateTimeOffset time) => new()
    {
        TaskId = TaskId,
        Time = time,
        Name = Name,
        Queue = Queue,
        Arguments = arguments,
        Eta = eta,
        Expires = expires,
        RootId = options.RootId,
        ParentId = options.ParentId,
    };

    /// <summary>Adds a header to the sender's own. Those may be of many tasks, so these are a copy.</summary>
    public void SetHeader(string name, string value) =>
        ownHeaders = new Dictionary<string, string>(ownHeaders, StringComparer.OrdinalIgnoreCase) { [name] = value };

    /// <summary>Puts id and headers onto the message.</summary>
    public System.Threading.Tasks.Task Send(SendContext context)
    {
        GivenUp.ThrowIfCancellationRequested();
        Configure(context);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task");

    private void Configure(SendContext context)
    {
        context.MessageId = TaskId;
        context.RequestId = ReplyTo?.RequestId;
        context.ResponseAddress = ReplyTo?.Address;

        var headers = context.Headers;
        headers.Set(TaskHeaders.Name, Name);
        if (eta is { } notBefore)
            headers.Set(TaskHeaders.Eta, TaskHeaderFormat.Write(notBefore));
        if (expires is { } notAfter)
            headers.Set(TaskHeaders.Expires, TaskHeaderFormat.Write(notAfter));
        if (options.MaxRetries is { } maxRetries)
            headers.Set(TaskHeaders.MaxRetries, TaskHeaderFormat.Write(maxRetries));
        if (options.Backoff is { } backoff)
            Set(headers, BackoffHeaders.Of(backoff));
        if (options.SoftTimeLimit is { } softLimit)
            headers.Set(TaskHeaders.SoftTimeLimit, TaskHeaderFormat.Write(softLimit));
        if (options.TimeLimit is { } limit)
            headers.Set(TaskHeaders.TimeLimit, TaskHeaderFormat.Write(limit));
        if (options.RootId is { } rootId)
            headers.Set(TaskHeaders.RootId, rootId.ToString());
        if (options.ParentId is { } parentId)
            headers.Set(TaskHeaders.ParentId, parentId.ToString());
        if (options.IgnoreResult)
            headers.Set(TaskHeaders.IgnoreResult, "true");
        Set(headers, ownHeaders);

        if (priority is { } chosen)
        {
            // The scheduler and a retry send the task on; they find its priority here.
            headers.Set(TaskHeaders.Priority, TaskHeaderFormat.Write(chosen));
            broker.SetPriority(context, chosen);
        }
    }

    private static void Set(SendHeaders headers, IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (name, value) in values)
            headers.Set(name, value);
    }
}
