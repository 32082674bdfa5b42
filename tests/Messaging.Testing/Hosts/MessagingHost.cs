using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Testing;

/// <summary>A real host with Messaging in it, as an application would build it.</summary>
public sealed class MessagingHost : IAsyncDisposable
{
    private readonly IHost host;
    private bool isStarted;

    private MessagingHost(IHost host, LogLines log)
    {
        this.host = host;
        Log = log;
    }

    /// <summary>The client.</summary>
    public ITaskClient Tasks => host.Services.GetRequiredService<ITaskClient>();

    /// <summary>The client of dead letters.</summary>
    public IDeadLetters DeadLetters => host.Services.GetRequiredService<IDeadLetters>();

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>What the host has logged.</summary>
    public LogLines Log { get; }

    /// <summary>Builds and starts a host.</summary>
    public static async Task<MessagingHost> Start(
        IReadOnlyDictionary<string, string?> settings,
        Action<IMessagingBuilder>? messaging = null,
        Action<IServiceCollection>? services = null)
    {
        var built = Build(settings, messaging, services);
        try
        {
            await built.Start();
            return built;
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }
    }

    /// <summary>Builds a host without starting it.</summary>
    public static MessagingHost Build(
        IReadOnlyDictionary<string, string?> settings,
        Action<IMessagingBuilder>? messaging = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(settings);
        var log = new LogLines();
        builder.Logging.AddProvider(log);
        builder.Services.AddMessaging(builder.Configuration, messaging);
        services?.Invoke(builder.Services);

        return new MessagingHost(builder.Build(), log);
    }

    /// <summary>Starts the host.</summary>
    public async Task Start()
    {
        isStarted = true;
        try
        {
            await host.StartAsync();
        }
        catch (OptionsValidationException)
        {
            // Settings are looked at before anything is started.
            isStarted = false;
            throw;
        }
    }

    /// <summary>Stops the host as a signal would.</summary>
    public Task Stop() => host.StopAsync();

    /// <summary>Remote control, once a worker hears it.</summary>
    public async Task<IWorkerControl> ControlOf(string worker)
    {
        var control = Services.GetRequiredService<IWorkerControl>();
        var once = new ControlOptions { Workers = [worker] };
        await Eventually.Get(() => control.Ping(once), ping => ping.Answers.Count == 1);
        return control;
    }

    /// <summary>Waits until a message is a dead letter that trackers keep.</summary>
    public async Task<DeadLetterDetails> DeadLetter(Guid id)
    {
        await Eventually.Get(() => DeadLetters.Count(new DeadLetterFilter { Id = id }), count => count == 1);
        return await DeadLetters.Get(id);
    }

    /// <summary>Stops the host if it was started, and lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (isStarted)
                await host.StopAsync();
        }
        finally
        {
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }
    }
}
