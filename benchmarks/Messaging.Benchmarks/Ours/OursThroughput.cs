using Messaging.Hosting;

namespace Messaging.Benchmarks;

/// <summary>Sends tasks, runs and tracks them at the same time, in one process.</summary>
internal sealed class OursThroughput(HostSettings settings) : ISide
{
    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        await using var host = await OursHost.Start(
            settings,
            request.Prefix,
            MessagingRoles.Worker | MessagingRoles.Tracker,
            Gate.AlreadyOpen(),
            cancellationToken);
        var completion = new Completion(host.Client);

        clock.Start();
        var tasks = Enumerable.Range(0, request.Tasks).Select(number => new NoOp(number));
        var handles = await host.Client.SendMany(tasks, cancellationToken);
        clock.Stop(await completion.UntilSucceeded(request.Tasks, handles[^1].TaskId, cancellationToken));

        await Completion.CheckResults(handles, cancellationToken);
    }
}
