using System.Diagnostics;
using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>A worker that waits for tasks which become due.</summary>
internal sealed class OursScheduledWorker(HostSettings settings) : ISide
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>After the last one, so long for any that come twice.</summary>
    private static readonly TimeSpan ForDuplicates = TimeSpan.FromSeconds(3);

    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        await using var host = await OursHost.Start(
            settings, request.Prefix, MessagingRoles.Worker, Gate.AlreadyOpen(), cancellationToken);
        var arrivals = host.Services.GetRequiredService<Arrivals>();
        arrivals.Prepare(request.Tasks);
        clock.Start();

        var stall = new Stall("tasks for later");
        while (arrivals.Distinct is var arrived && arrived < request.Tasks)
        {
            if (arrived > 0)
                stall.Check(arrived, request.Tasks);
            await Task.Delay(Pause, cancellationToken);
        }

        clock.Stop(Stopwatch.GetTimestamp());
        await Task.Delay(ForDuplicates, cancellationToken);
        clock.Arrivals = arrivals.Figures();
    }
}
