using Messaging.Producers;
using Messaging.Samples.WordCount.Job;
using Messaging.StateMachines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Messaging.Samples.WordCount;

/// <summary>Runs the sample, and turns what can go wrong into a sentence and an exit code.</summary>
internal static class SampleProgram
{
    private const int Failed = 1;
    private const int WrongUse = 2;
    private const int Interrupted = 130;

    public static async Task<int> Run(string folder, bool json, SampleRole role, CancellationToken cancellationToken)
    {
        try
        {
            using var host = SampleHost.Build(role);
            if (role is SampleRole.Worker or SampleRole.Tracker)
            {
                await host.RunAsync(cancellationToken);
                return 0;
            }

            if (!Directory.Exists(folder))
                return await Complain($"There is no folder '{folder}'.", WrongUse);

            return await Count(host, folder, json, cancellationToken);
        }
        catch (OptionsValidationException exception)
        {
            return await Complain(string.Join(Environment.NewLine, exception.Failures), WrongUse);
        }
        catch (Exception exception) when (exception is OperationCanceledException
            or SendManyException { InnerException: OperationCanceledException })
        {
            return await Complain("Interrupted.", Interrupted);
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or SendManyException
            or TimeoutException or QueryFailedException or TaskFailedException
            or TaskStoreUnavailableException or TaskStoreRefusedException
            or UnauthorizedAccessException)
        {
            return await Complain(exception.Message, Failed);
        }
    }

    private static async Task<int> Count(IHost host, string folder, bool json, CancellationToken cancellationToken)
    {
        await host.StartAsync(cancellationToken);
        try
        {
            var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
            var job = new WordCountJob(host.Services.GetRequiredService<ITaskClient>());

            var result = await Output.WithProgressBar(progress => job.Run(folder, progress, stop.Token));

            foreach (var failure in result.Failures)
                await Console.Error.WriteLineAsync(failure);
            if (json)
                Output.Json(result);
            else
                Output.Table(result);

            return result.Failures.Count == 0 ? 0 : Failed;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> Complain(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
