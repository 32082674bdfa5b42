using System.Globalization;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.Benchmarks;

/// <summary>A host with Messaging in it, as an application would build it.</summary>
internal sealed class OursHost : IAsyncDisposable
{
    private readonly IHost host;

    private OursHost(IHost host) => this.host = host;

    public ITaskClient Client => host.Services.GetRequiredService<ITaskClient>();

    public IServiceProvider Services => host.Services;

    /// <summary>Builds a host.</summary>
    /// <param name="settings">Servers and sizes.</param>
    /// <param name="prefix">What goes before the names of queues and tables.</param>
    /// <param name="roles">What the host does besides sending.</param>
    /// <param name="gate">What its consumers wait for.</param>
    /// <param name="starts">Where starts under a limit are noted; nowhere unless said.</param>
    public static OursHost Build(
        HostSettings settings, string prefix, MessagingRoles roles, Gate gate, LimitedStarts? starts = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Messaging:Broker"] = settings.Servers.Broker,
            ["Messaging:Tracking:Store"] = settings.Servers.Store,
            ["Messaging:Prefix"] = prefix,
            ["Messaging:Roles"] = roles.ToString(),
            ["Messaging:Worker:Concurrency"] = Text(settings.Concurrency),
            ["Messaging:Worker:PrefetchMultiplier"] = Text(settings.Prefetch / settings.Concurrency),
            // Counting millions of tasks takes longer than a client usually waits.
            ["Messaging:Producer:QueryTimeout"] = "00:10:00",
        });
        QuietLog.Configure(builder.Logging);
        builder.Services.AddSingleton(gate).AddSingleton<StartWatch>().AddSingleton<Arrivals>()
            .AddSingleton(starts ?? new LimitedStarts());
        builder.Services.AddMessaging(
            builder.Configuration,
            messaging => messaging.AddTask<NoOpConsumer>().AddTask<TimedConsumer>().AddTask<ForLaterConsumer>()
                .AddTask<LimitedConsumer>(LimitedConsumer.Policy));

        return new OursHost(builder.Build());
    }

    /// <summary>Builds and starts a host, and waits until it has spoken with a tracker if it is one.</summary>
    public static async Task<OursHost> Start(
        HostSettings settings,
        string prefix,
        MessagingRoles roles,
        Gate gate,
        CancellationToken cancellationToken,
        LimitedStarts? starts = null)
    {
        var started = Build(settings, prefix, roles, gate, starts);
        await started.Start(cancellationToken);
        if (roles.HasFlag(MessagingRoles.Tracker))
            await started.Client.Count(new CountTasks(), cancellationToken);

        return started;
    }

    public Task Start(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            host.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
