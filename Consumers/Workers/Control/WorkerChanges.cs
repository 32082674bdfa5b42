using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Does what a worker is told to. What it cannot do it says, as an <see cref="ArgumentException"/> or
/// <see cref="NotSupportedException"/>.
/// </summary>
internal sealed class WorkerChanges(
    TaskRegistry registry,
    IWorkerQueues queues,
    IWorkerShutdown shutdown,
    IKeptSettings kept,
    IWorkerPool? pool,
    IWorkerLimits? limits)
{
    /// <summary>Makes a change.</summary>
    /// <returns>Whether the command is one.</returns>
    /// <exception cref="ArgumentException">It cannot be made; says why.</exception>
    /// <exception cref="NotSupportedException">This worker has nothing that could be changed in that way.</exception>
    public bool TryMake(WorkerCommand command)
    {
        switch (command.Kind)
        {
            case WorkerCommandKind.AddQueue:
                queues.Add(Queue(command));
                return true;
            case WorkerCommandKind.CancelQueue:
                queues.Cancel(Queue(command));
                return true;
            case WorkerCommandKind.PauseQueue:
                queues.Pause(Queue(command));
                return true;
            case WorkerCommandKind.ResumeQueue:
                queues.Resume(Queue(command));
                return true;
            case WorkerCommandKind.RateLimit:
                Limits().SetRateLimit(Task(command).Name, Rate(command));
                return true;
            case WorkerCommandKind.ClusterRateLimit:
                Limits().SetClusterRateLimit(Task(command).Name, Rate(command));
                return true;
            case WorkerCommandKind.ConcurrencyLimit:
                Limits().SetConcurrencyLimit(Task(command).Name, Most(command));
                return true;
            case WorkerCommandKind.ClusterConcurrencyLimit:
                Limits().SetClusterConcurrencyLimit(Task(command).Name, Most(command));
                return true;
            case WorkerCommandKind.TimeLimit:
                SetTimeLimits(command);
                return true;
            case WorkerCommandKind.GrowPool:
                Pool().Grow(Count(command));
                return true;
            case WorkerCommandKind.ShrinkPool:
                Pool().Shrink(Count(command));
                return true;
            case WorkerCommandKind.Autoscale:
                Pool().SetAutoscale(command.Least, command.Most);
                return true;
            case WorkerCommandKind.Forget:
                kept.Refresh();
                return true;
            case WorkerCommandKind.Shutdown:
                shutdown.Stop();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Goes back to what the configuration says, growth of the pool aside.</summary>
    /// <param name="kind">What was changed; of opposites the one that <see cref="WorkerSettingSlot"/> names.</param>
    /// <param name="name">The queue or the task.</param>
    public void TakeBack(WorkerCommandKind kind, string name)
    {
        switch (kind)
        {
            case WorkerCommandKind.AddQueue:
                queues.TakeBack(name);
                break;
            case WorkerCommandKind.PauseQueue:
                queues.Resume(name);
                break;
            case WorkerCommandKind.RateLimit:
                Limits().SetRateLimit(name, Task(name).Policy.RateLimit);
                break;
            case WorkerCommandKind.ClusterRateLimit:
                Limits().SetClusterRateLimit(name, Task(name).Policy.ClusterRateLimit?.Limit);
                break;
            case WorkerCommandKind.ConcurrencyLimit:
                Limits().SetConcurrencyLimit(name, Task(name).Policy.ConcurrencyLimit?.Count);
                break;
            case WorkerCommandKind.ClusterConcurrencyLimit:
                Limits().SetClusterConcurrencyLimit(name, Task(name).Policy.ClusterConcurrencyLimit?.Count);
                break;
            case WorkerCommandKind.TimeLimit:
                Task(name).TakeBackTimeLimits();
                break;
            case WorkerCommandKind.Autoscale:
                Pool().TakeBackSize();
                break;
        }
    }

    private IWorkerLimits Limits() =>
        limits ?? throw new NotSupportedException("Limits cannot be changed on this worker.");

    private static int? Most(WorkerCommand command) => command.Count switch
    {
        null or 0 => null,
        > 0 => command.Count,
        _ => throw new ArgumentException(
            $"{command.Kind} is to be {command.Count}. Allowed: 1 and more, or 0 for no limit.", nameof(command)),
    };

    private static RateLimit? Rate(WorkerCommand command)
    {
        try
        {
            return RateLimit.Parse(command.Rate);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(command), exception);
        }
    }

    private void SetTimeLimits(WorkerCommand command)
    {
        var task = Task(command);
        var faults = (task.Policy with { SoftTimeLimit = command.SoftTimeLimit, TimeLimit = command.TimeLimit })
            .Faults()
            .ToArray();
        if (faults.Length > 0)
            throw new ArgumentException(string.Join(" ", faults), nameof(command));

        task.SetTimeLimits(command.SoftTimeLimit, command.TimeLimit);
    }

    private TaskRegistration Task(WorkerCommand command) => Task(command.TaskName ?? "");

    private TaskRegistration Task(string name) =>
        registry.Find(name)
            ?? throw new ArgumentException(
                $"This worker has no task '{name}'. "
                + DidYouMean.Sentence(name, registry.Registrations.Select(task => task.Name))
                + "IWorkerControl.Registered says which tasks a worker has.",
                nameof(name));

    private IWorkerPool Pool() =>
        pool ?? throw new NotSupportedException("The pool of this worker cannot be resized.");

    private static string Queue(WorkerCommand command) => string.IsNullOrEmpty(command.Queue)
        ? throw new ArgumentException($"{command.Kind} names no queue.", nameof(command))
        : command.Queue;

    private static int Count(WorkerCommand command) => command.Count is { } count and > 0
        ? count
        : throw new ArgumentException(
            $"{command.Kind} is to change the pool by {command.Count} tasks. Allowed: 1 and more.", nameof(command));
}
