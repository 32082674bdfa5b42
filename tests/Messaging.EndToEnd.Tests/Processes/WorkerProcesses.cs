using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>Workers as processes of their own, and their tracker and client in the test's.</summary>
public sealed class WorkerProcesses : IAsyncDisposable
{
    private readonly ConcurrentBag<SampleProcess> processes = [];

    private WorkerProcesses(Dictionary<string, string?> settings, MessagingHost tracker)
    {
        Settings = settings;
        Tracker = tracker;
    }

    /// <summary>What all of them share.</summary>
    public Dictionary<string, string?> Settings { get; }

    /// <summary>The tracker.</summary>
    public MessagingHost Tracker { get; }

    /// <summary>The client.</summary>
    public ITaskClient Tasks => Tracker.Tasks;

    /// <summary>Starts the tracker.</summary>
    public static async Task<WorkerProcesses> Start(params (string Key, string? Value)[] settings)
    {
        var all = Testing.Settings.RabbitMqAndPostgres().With(settings);
        return new WorkerProcesses(all, await MessagingHost.Start(all.With(("Roles", "Tracker"))));
    }

    /// <summary>Starts a worker and waits until it is connected.</summary>
    public async Task<SampleProcess> StartWorker(string name)
    {
        var process = SampleProcess.StartWorker(Settings.With(("Roles", "Worker"), ("Worker:Name", name)));
        processes.Add(process);
        await process.IsUp();
        return process;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            process.Dispose();
        await Tracker.DisposeAsync();
    }
}
