using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>Trackers as processes of their own, to be killed, and their worker and client in the test's.</summary>
public sealed class TrackerProcesses : IAsyncDisposable
{
    private readonly SampleProcess[] trackers;
    private readonly Dictionary<string, string?> settings;

    private TrackerProcesses(int count, Dictionary<string, string?> settings, MessagingHost worker)
    {
        this.settings = settings;
        Worker = worker;
        trackers = [.. Enumerable.Range(0, count).Select(_ => StartOne())];
    }

    /// <summary>How many there are.</summary>
    public int Count => trackers.Length;

    /// <summary>The worker.</summary>
    public MessagingHost Worker { get; }

    /// <summary>The client. Its queries wait long enough for trackers that are started again.</summary>
    public ITaskClient Tasks => Worker.Tasks;

    /// <summary>Starts the worker and the trackers, and waits until all are connected.</summary>
    public static async Task<TrackerProcesses> Start(int count, Action<IMessagingBuilder> addTasks)
    {
        var shared = Settings.RabbitMqAndPostgres();
        var worker = await MessagingHost.Start(
            shared.With(("Roles", "Worker"), ("Worker:Concurrency", "64"), ("Producer:QueryTimeout", "00:01:00")),
            addTasks);
        var all = new TrackerProcesses(count, shared, worker);
        try
        {
            foreach (var tracker in all.trackers)
                await tracker.IsUp();
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>What they keep in a table, whether a tracker lives or not.</summary>
    public async Task<long> Rows(string table) =>
        (long)(await PostgresTables.Query($"SELECT count(*) FROM {NameOf(table)}"))!;

    /// <summary>Lets no tracker replay the last dead letters before what is returned is disposed of.</summary>
    public Task<HeldReplays> HoldReplays(int whenFewerThan) =>
        HeldReplays.WhenFewerThan(whenFewerThan, NameOf("messaging_dead_letters"));

    /// <summary>A service of the client's.</summary>
    public T Service<T>()
        where T : notnull =>
        Worker.Services.GetRequiredService<T>();

    /// <summary>Kills a tracker (SIGKILL).</summary>
    public Task Kill(int tracker) => trackers[tracker].Kill();

    /// <summary>Starts one in the place of one that was killed, and does not wait for it.</summary>
    public void StartAgain(int tracker)
    {
        trackers[tracker].Dispose();
        trackers[tracker] = StartOne();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var tracker in trackers)
            tracker.Dispose();
        await Worker.DisposeAsync();
    }

    private string NameOf(string table) => settings["Messaging:Prefix"]!.Replace('-', '_') + table;

    private SampleProcess StartOne() => SampleProcess.Start(settings, "--role", "Tracker");
}
