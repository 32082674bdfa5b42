using System.Collections.Frozen;
using System.Reflection;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>The tasks that a worker runs.</summary>
internal sealed class TaskRegistry
{
    private readonly List<TaskRegistration> registrations = [];
    private readonly TaskPolicyBuilder baseInCode = new();
    private readonly Dictionary<string, TaskRegistration> byName = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, TaskSettings> settings =
        FrozenDictionary<string, TaskSettings>.Empty;

    /// <summary>All of them, in the order in which they were added.</summary>
    public IReadOnlyList<TaskRegistration> Registrations => registrations;

    /// <summary>Says what holds for all tasks that say nothing else.</summary>
    /// <param name="configure">Says it.</param>
    public void ConfigureAll(Action<TaskPolicyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(baseInCode);
    }

    /// <summary>Adds the tasks of one consumer. Adding it again changes nothing.</summary>
    /// <param name="consumer">
    /// A class with <see cref="ITaskConsumer{TTask}"/>, <see cref="ITaskConsumer{TTask,TResult}"/> or MassTransit's
    /// <c>IConsumer&lt;T&gt;</c>.
    /// </param>
    /// <param name="configure">Says how its tasks are run.</param>
    /// <exception cref="ArgumentException">The class is no consumer.</exception>
    public void Add(Type consumer, Action<TaskPolicyBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        var builder = new TaskPolicyBuilder();
        configure?.Invoke(builder);

        var found = ConsumerTypes.RegistrationsOf(consumer, builder).ToArray();
        if (found.Length == 0)
        {
            throw new ArgumentException(
                $"{consumer.FullName} is no consumer. Let it be a class that is not abstract and implements "
                + "ITaskConsumer<TTask>, ITaskConsumer<TTask, TResult> or MassTransit's IConsumer<T>.",
                nameof(consumer));
        }

        foreach (var registration in found.Where(registration => !Has(registration)))
        {
            registrations.Add(registration);
            byName.TryAdd(registration.Name, registration);
        }
    }

    /// <summary>
    /// Adds every task consumer of an assembly with the default policy; those that were added by themselves keep
    /// theirs. MassTransit's <c>IConsumer&lt;T&gt;</c> is left out, since it may consume events: add it by itself.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    public void AddFrom(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        foreach (var type in assembly.GetTypes().Where(IsTaskConsumer))
            Add(type);
    }

    /// <summary>What is wrong with the registrations, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var task in registrations.GroupBy(registration => registration.Name, StringComparer.Ordinal))
        {
            var consumers = task.Select(registration => $"{registration.ConsumerType.FullName}").ToArray();
            if (consumers.Length > 1)
            {
                yield return $"Task '{task.Key}' has {consumers.Length} consumers: {string.Join(", ", consumers)}. "
                    + "A task is run by one consumer. Remove the others, or give their contracts names of their own "
                    + "with [TaskName].";
            }
        }

        foreach (var fault in registrations.SelectMany(ContractFaults))
            yield return fault;

        foreach (var registration in registrations)
        {
            foreach (var fault in registration.Policy.Faults())
                yield return $"Task '{registration.Name}': {fault}";
        }
    }

    /// <summary>Works out all policies: base policy, attributes, code, and configuration last.</summary>
    /// <param name="configured">
    /// Settings by task name, or by the contract's name without its namespace; <c>*</c> for the base policy.
    /// </param>
    public void Apply(IReadOnlyDictionary<string, TaskSettings> configured)
    {
        ArgumentNullException.ThrowIfNull(configured);
        settings = configured;
        var basePolicy = BasePolicy();
        foreach (var registration in registrations)
            registration.Resolve(basePolicy, Own(registration.TaskType));
    }

    /// <summary>The registration of a task; <c>null</c> if it is not run here.</summary>
    internal TaskRegistration? Find(string taskName) => byName.GetValueOrDefault(taskName);

    /// <summary>The policy of a contract that is sent from here, whoever runs it.</summary>
    internal TaskPolicy PolicyOf(Type contract)
    {
        if (registrations.Find(registration => registration.TaskType == contract) is { } registered)
            return registered.Policy;

        var policy = BasePolicy();
        policy = PolicyAttributes.Of(contract)?.Over(policy) ?? policy;
        return Own(contract)?.Over(policy) ?? policy;
    }

    /// <summary>Why a worker with these registrations cannot run a task.</summary>
    internal string WhyNot(string taskName, string queue)
    {
        var names = registrations.ConvertAll(registration => registration.Name);
        var list = names.Count == 0 ? "nothing" : string.Join(", ", names.Select(name => $"'{name}'"));

        return $"No consumer is registered for task '{taskName}' on queue '{queue}'. Registered here: {list}. "
            + DidYouMean.Sentence(taskName, names)
            + "Register it with AddTask<…>() or route it elsewhere under Messaging:Routes.";
    }

    private IEnumerable<string> ContractFaults(TaskRegistration registration)
    {
        var task = registration.TaskType;
        if (task.IsInterface)
        {
            yield return $"Task '{registration.Name}' is the interface {task.FullName}, and tasks travel under the "
                + "name of their class. Consume the class.";
        }

        var others = registrations.Where(other => other.TaskType != task);
        foreach (var derived in others.Where(other => task.IsAssignableFrom(other.TaskType)))
        {
            yield return $"Task '{derived.Name}' derives from task '{registration.Name}', whose consumer would run it "
                + "as well. Let neither contract derive from the other.";
        }

        var hasResult = Array.Exists(task.GetInterfaces(), type =>
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITask<>));
        if (hasResult && !registration.ReturnsResult)
        {
            yield return $"Task '{registration.Name}' has a result, and its consumer "
                + $"{registration.ConsumerType.FullName} returns none. Implement ITaskConsumer<TTask, TResult>.";
        }
    }

    private TaskPolicy BasePolicy()
    {
        var policy = baseInCode.Over(new TaskPolicy());
        return settings.GetValueOrDefault(TaskSettings.AllTasks)?.Over(policy) ?? policy;
    }

    private TaskSettings? Own(Type contract)
    {
        var name = TaskNames.Of(contract);
        return settings.FirstOrDefault(entry =>
            string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(entry.Key, contract.Name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    private static bool IsTaskConsumer(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && Array.Exists(type.GetInterfaces(), @interface => @interface.IsGenericType
            && (@interface.GetGenericTypeDefinition() == typeof(ITaskConsumer<>)
                || @interface.GetGenericTypeDefinition() == typeof(ITaskConsumer<,>)));

    private bool Has(TaskRegistration other) => registrations.Exists(
        registration => registration.ConsumerType == other.ConsumerType && registration.TaskType == other.TaskType);
}
