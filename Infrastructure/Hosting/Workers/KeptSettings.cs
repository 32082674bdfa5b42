using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Asks the trackers what they keep for this worker. What it takes to ask, and who does what they say, is looked up when it
/// is needed: they are made with this in them.
/// </summary>
internal sealed class KeptSettings(
    WorkerOptions worker, IHostApplicationLifetime host, IServiceProvider services, ILogger<KeptSettings> logger)
    : IKeptSettings
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    /// <summary>Asks once, and has the worker do as it is told.</summary>
    public async Task Ask(CancellationToken cancellationToken)
    {
        var settings = await services.GetRequiredService<TrackerQueries>().Ask<GetWorkerSettings, WorkerSettings>(
            new GetWorkerSettings { Worker = worker.Name }, cancellationToken);
        services.GetRequiredService<WorkerCommands>().Apply(settings);
    }

    public void Refresh() => _ = AskUntilAnswered(host.ApplicationStopping);

    private async Task AskUntilAnswered(CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested; failures++)
        {
            try
            {
                await Ask(stopping);
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                if (failures == 0)
                    HostingLog.SettingsUnknown(logger, exception.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(BetweenQuestions, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
