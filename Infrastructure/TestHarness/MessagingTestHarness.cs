using Messaging.Hosting;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.TestHarness;

/// <summary>
/// Tasks in the process of a test: what was sent, what was run, and the clock that they go by. Each harness is by
/// itself; any number may run at the same time.
/// </summary>
public sealed class MessagingTestHarness : IAsyncDisposable
{
    private readonly TaskRecorder recorder;
    private readonly Settling settling;
    private IHost? host;

    internal MessagingTestHarness(
        IServiceProvider services, ITaskClient tasks, HarnessClock clock, TaskRecorder recorder, Settling settling)
    {
        Services = services;
        Tasks = tasks;
        Clock = clock;
        this.recorder = recorder;
        this.settling = settling;
    }

    /// <summary>The client.</summary>
    public ITaskClient Tasks { get; }

    /// <summary>The services of the host.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The time that everything goes by.</summary>
    public HarnessClock Clock { get; }

    /// <summary>Starts a harness with a host of its own. Dispose of it in the end.</summary>
    /// <param name="configure">Registers tasks, and says what else is to be said.</param>
    /// <param name="services">Registers what the consumers need.</param>
    public static async Task<MessagingTestHarness> Start(
        Action<IMessagingBuilder> configure, Action<IServiceCollection>? services = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddMessagingTestHarness(configure);
        services?.Invoke(builder.Services);

        var built = builder.Build();
        await built.StartAsync();
        var harness = built.Services.GetRequiredService<MessagingTestHarness>();
        harness.host = built;
        return harness;
    }

    /// <summary>
    /// The tasks of a kind that were sent by <see cref="ITaskClient"/>, by consumers too, in the order in which they were.
    /// </summary>
    /// <typeparam name="TTask">The task's contract; <c>ITask</c> for all.</typeparam>
    public IReadOnlyList<SentTask<TTask>> Sent<TTask>() => recorder.Sent<TTask>();

    /// <summary>
    /// The attempts of a kind of task that have ended, in the order in which they did. An attempt is among them before
    /// anybody gets the task's result.
    /// </summary>
    /// <typeparam name="TTask">The task's contract; <c>object</c> for all.</typeparam>
    public IReadOnlyList<RanTask<TTask>> Ran<TTask>() => recorder.Ran<TTask>();

    /// <summary>
    /// Moves the clock on: what is due by then is run, time limits that are over by then take effect. Before it waits
    /// until each task that was sent has ended, waits for its time or has been at work for 0.2 s of real time; afterwards
    /// again. Whoever waits for a result meanwhile waits by this clock too, so ask for results afterwards.
    /// </summary>
    /// <param name="time">How far; zero or more.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero.</exception>
    public async Task Advance(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        await settling.WaitUntilStill(cancellationToken);
        Clock.Advance(time);
        await settling.WaitUntilStill(cancellationToken);
    }

    /// <summary>
    /// Waits until all tasks have ended, those that they send among them, and moves the clock on to whatever they wait
    /// for: delays of retries, etas, countdowns. Periodic tasks are not waited for.
    /// </summary>
    /// <param name="timeout">Longest wait in real time. Default: 30 s.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="TimeoutException">Some have not ended by then; names them.</exception>
    public Task RunUntilIdle(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        settling.RunUntilIdle(timeout ?? TimeSpan.FromSeconds(30), cancellationToken);

    /// <summary>Stops the harness's own host, if it has one.</summary>
    public async ValueTask DisposeAsync()
    {
        // The host's services own this, and dispose of it in turn.
        if (Interlocked.Exchange(ref host, null) is not { } own)
            return;

        await own.StopAsync();
        if (own is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            own.Dispose();
    }
}
