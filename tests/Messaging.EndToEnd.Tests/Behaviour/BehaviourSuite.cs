using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>One host with all roles; what is tested holds on every broker and store.</summary>
public abstract class BehaviourSuite
{
    /// <summary>Longest wait for a task that takes no time.</summary>
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>The host, started once for the fixture.</summary>
    protected MessagingHost Host { get; private set; } = null!;

    /// <summary>Its client.</summary>
    protected ITaskClient Tasks => Host.Tasks;

    /// <summary>Full name of the first of the two queues that the host's worker reads.</summary>
    protected string Queue { get; private set; } = null!;

    /// <summary>Broker, store and prefix of the host, for other processes of the same application.</summary>
    protected Dictionary<string, string?> Application { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        Application = NewSettings();
        var settings = Application.With(
            ("Roles", "Worker, Tracker"),
            ("Producer:QueryTimeout", "00:00:30"),
            ("Worker:Concurrency", "4"),
            ("Worker:Queues:0", "default"),
            ("Worker:Queues:1", "second"));
        Queue = settings.GetValueOrDefault("Messaging:Prefix") + "default";
        Host = await MessagingHost.Start(settings, TestTasks.Add);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await Host.DisposeAsync();

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    /// <summary>Waits until the tracker says that a task is in a state.</summary>
    protected static Task<TaskStatus> StateOf(TaskHandle task, TaskState state) =>
        Eventually.Get(() => task.GetStatus(), status => status.State == state);
}
