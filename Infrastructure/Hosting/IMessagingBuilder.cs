using System.Reflection;
using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>
/// Says in code what this process does; see <see cref="MessagingOptions"/> for what configuration says.
/// </summary>
public interface IMessagingBuilder
{
    /// <summary>Registers a consumer for its tasks.</summary>
    /// <typeparam name="TConsumer">
    /// A class with <see cref="ITaskConsumer{TTask}"/>, <see cref="ITaskConsumer{TTask,TResult}"/> or MassTransit's
    /// <c>IConsumer&lt;T&gt;</c>. Resolved from a scope of its own for each run.
    /// </typeparam>
    /// <param name="configure">Says how its tasks are run.</param>
    /// <exception cref="ArgumentException">The class is no consumer.</exception>
    IMessagingBuilder AddTask<TConsumer>(Action<TaskPolicyBuilder>? configure = null)
        where TConsumer : class;

    /// <summary>
    /// Registers every task consumer of an assembly that is not registered yet. MassTransit's <c>IConsumer&lt;T&gt;</c>
    /// is left out, since it may consume events: register it with <see cref="AddTask{TConsumer}"/>.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    IMessagingBuilder AddTasksFrom(Assembly assembly);

    /// <summary>
    /// Says how all tasks are run that say nothing else: the base policy that others inherit. <c>Messaging:Tasks:*</c> in
    /// configuration goes before it, and whatever is said of a single task before both.
    /// </summary>
    /// <param name="configure">Says it.</param>
    IMessagingBuilder ConfigureTasks(Action<TaskPolicyBuilder> configure);

    /// <summary>Routes tasks in code, after the routes of the configuration. Several are asked in turn.</summary>
    /// <param name="route">Gives the queue of a task; <c>null</c> for no opinion.</param>
    IMessagingBuilder Route(Func<ITask, string?> route);

    /// <summary>
    /// Declares a periodic task. When the application has started it tells the trackers, which create the schedule, or
    /// change it if the code says something else than before. What is declared no more stays until it is deleted with
    /// <see cref="ISchedules.Delete"/>. The host does not start if something in it is not allowed, and says what.
    /// </summary>
    /// <param name="name">
    /// The schedule's name, unique among all applications that share the trackers: 1 to 200 characters.
    /// </param>
    /// <param name="task">The task that is sent.</param>
    /// <param name="trigger">When.</param>
    /// <param name="options">How it is sent. Default: as the task's policy and routes say.</param>
    IMessagingBuilder AddPeriodicTask(string name, ITask task, Trigger trigger, ScheduleOptions? options = null);

    /// <summary>
    /// Has tasks watched: those that this process sends (<see cref="ITaskSendObserver"/>), those that it runs
    /// (<see cref="ITaskObserver"/>), or both. Several may be added; adding one again changes nothing.
    /// </summary>
    /// <typeparam name="TObserver">
    /// A class with one of these interfaces or both. One instance for the process, from the services if it is registered
    /// there.
    /// </typeparam>
    /// <exception cref="ArgumentException">The class implements neither.</exception>
    IMessagingBuilder AddObserver<TObserver>()
        where TObserver : class;

    /// <summary>Changes settings in code, after configuration.</summary>
    /// <param name="configure">Changes them.</param>
    IMessagingBuilder Configure(Action<MessagingOptions> configure);

    /// <summary>Adds a kind of broker that is not one of Messaging's own packages.</summary>
    /// <param name="provider">The provider.</param>
    IMessagingBuilder AddBroker(IBrokerProvider provider);

    /// <summary>Adds a kind of task store that is not one of Messaging's own packages.</summary>
    /// <param name="provider">The provider.</param>
    IMessagingBuilder AddStore(ITaskStoreProvider provider);

    /// <summary>
    /// Adds to the bus what is not a task: consumers of events, sagas, request clients. Their endpoints are configured
    /// by MassTransit's conventions.
    /// </summary>
    /// <param name="configure">Adds to MassTransit's registration.</param>
    IMessagingBuilder ConfigureMassTransit(Action<IBusRegistrationConfigurator> configure);
}
