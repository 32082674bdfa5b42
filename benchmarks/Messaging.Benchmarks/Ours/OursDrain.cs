using Messaging.Hosting;

namespace Messaging.Benchmarks;

/// <summary>
/// Sends tasks, which the tracker records; then starts a worker, which runs them. The worker's start counts.
/// </summary>
internal sealed class OursDrain(HostSettings settings) : ISide
{
    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        var gate = settings.Servers.IsBrokerInProcess ? new Gate() : Gate.AlreadyOpen();
        var roles = settings.Servers.IsBrokerInProcess
            ? MessagingRoles.Worker | MessagingRoles.Tracker
            : MessagingRoles.Tracker;
        await using var host = await OursHost.Start(settings, request.Prefix, roles, gate, cancellationToken);
        await using var worker = settings.Servers.IsBrokerInProcess
            ? null
            : OursHost.Build(settings, request.Prefix, MessagingRoles.Worker, gate);
        var completion = new Completion(host.Client);

        var tasks = Enumerable.Range(0, request.Tasks).Select(number => new NoOp(number));
        var handles = await clock.Sending(() => host.Client.SendMany(tasks, cancellationToken));
        await completion.UntilKnown(request.Tasks, cancellationToken);

        clock.Start();
        gate.Open();
        if (worker is not null)
            await worker.Start(cancellationToken);
        clock.Stop(await completion.UntilSucceeded(request.Tasks, handles[^1].TaskId, cancellationToken));

        await Completion.CheckResults(handles, cancellationToken);
    }
}
