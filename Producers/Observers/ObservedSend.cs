using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>A task on its way out, as those see it who watch it.</summary>
public sealed class ObservedSend
{
    private readonly OutgoingTask outgoing;

    internal ObservedSend(OutgoingTask outgoing) => this.outgoing = outgoing;

    /// <summary>The task's id.</summary>
    public Guid TaskId => outgoing.TaskId;

    /// <summary>The task's name.</summary>
    public string Name => outgoing.Name;

    /// <summary>Queue that it goes to, prefix included.</summary>
    public string Queue => outgoing.Queue;

    /// <summary>The task itself.</summary>
    public ITask Task => outgoing.Task;

    /// <summary>When the scheduler is to send it; <c>null</c> for a task that goes to its queue at once.</summary>
    public DateTimeOffset? Due => outgoing.Due;

    /// <summary>Headers that its sender and earlier observers have given it; those of Messaging are not among them.</summary>
    public IReadOnlyDictionary<string, string> Headers => outgoing.Headers;

    /// <summary>Adds a header, or changes one. Without effect once the task is sent.</summary>
    /// <param name="name">Its name; must not begin with <c>Task-</c> or <c>MT-</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void SetHeader(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        if (TaskOptionsRules.HeaderFault(name) is { } fault)
            throw new ArgumentException(fault, nameof(name));

        outgoing.SetHeader(name, value);
    }
}
